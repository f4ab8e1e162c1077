using System.Diagnostics;
using System.Reflection;

namespace Aurion.Engine.PublicTests.Packaging;

/// <summary>The packages, packed anew from what is built; <c>AURION_PACKAGES</c> names a folder that holds them already.</summary>
public sealed class PackageFolder : IDisposable
{
    private readonly string? _temporary;

    public PackageFolder()
    {
        if (Environment.GetEnvironmentVariable("AURION_PACKAGES") is { Length: > 0 } given)
        {
            Path = given;
            return;
        }

        Path = _temporary = Directory.CreateTempSubdirectory("aurion-packages-").FullName;
        foreach (var project in Repository.Files("src", ".csproj"))
        {
            Pack(project);
        }
    }

    public string Path { get; }

    public string Find(string package, string ending) =>
        Assert.Single(Directory.GetFiles(Path), file => System.IO.Path.GetFileName(file) is var name
            && name.StartsWith(package + ".", StringComparison.Ordinal)
            && char.IsAsciiDigit(name[package.Length + 1])
            && name.EndsWith(ending, StringComparison.Ordinal));

    public void Dispose()
    {
        if (_temporary is not null)
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    private void Pack(string project)
    {
        var configuration = typeof(PackageFolder).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var start = new ProcessStartInfo("dotnet", ["pack", project, "-c", configuration, "--no-build", "-o", Path, "-v", "q", "-nodeReuse:false"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test host's own settings are not for a build.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{project} was not packed: {output}{errors.Result}");
    }
}
