using Microsoft.CodeAnalysis;

namespace Aurion.Engine.PublicTests;

/// <summary>The assemblies that this test runs on, as references for code that it compiles.</summary>
internal static class PlatformReferences
{
    private static readonly string[] Paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    /// <summary>Gets the framework and the packages, without this repository's own assemblies.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } = Read(static path => !IsOwn(path));

    /// <summary>Gets the framework, the packages and the packages of this repository: what a host's code is compiled against.</summary>
    public static IReadOnlyList<MetadataReference> WithPackages { get; } = Read(static path => !IsOwn(path) || !IsTest(path));

    private static bool IsOwn(string path) => Path.GetFileName(path).StartsWith("Aurion.", StringComparison.Ordinal);

    private static bool IsTest(string path) => Path.GetFileName(path).EndsWith("Tests.dll", StringComparison.Ordinal);

    private static MetadataReference[] Read(Func<string, bool> wanted) =>
        [.. Paths.Where(wanted).Select(static path => MetadataReference.CreateFromFile(path))];
}
