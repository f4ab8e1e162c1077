using System.Xml.Linq;

namespace Aurion.Engine.PublicTests.Architecture;

/// <summary>The arrows between packages: every add-on points to the core and to no other add-on, but for AspNetCore to Hosting.</summary>
internal static class Packages
{
    private const string Core = "Aurion.Engine";

    /// <summary>Reads which projects each project under <c>src/</c> refers to.</summary>
    public static IReadOnlyDictionary<string, string[]> Read() => Repository.Files("src", ".csproj").ToDictionary(
        static path => Path.GetFileNameWithoutExtension(path),
        static path => XDocument.Load(Repository.PathOf(path)).Descendants("ProjectReference")
            .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .ToArray());

    public static IEnumerable<Violation> WrongArrows(IReadOnlyDictionary<string, string[]> projects)
    {
        foreach (var (project, references) in projects)
        {
            var allowed = project switch
            {
                Core => Array.Empty<string>(),
                "Aurion.Engine.AspNetCore" => [Core, "Aurion.Engine.Hosting"],
                _ => [Core],
            };
            foreach (var reference in references.Except(allowed))
            {
                yield return new Violation($"src/{project}/{project}.csproj", 1, $"{project} may not refer to {reference}.");
            }
        }
    }

    /// <summary>Finds packages outside the framework that the core refers to beside the abstractions it is allowed.</summary>
    public static IEnumerable<Violation> WrongCorePackages(IEnumerable<string> packages) =>
        from package in packages
        where package is not ("Microsoft.Extensions.DependencyInjection.Abstractions" or "Microsoft.Extensions.Logging.Abstractions")
        select new Violation("src/Aurion.Engine/Aurion.Engine.csproj", 1, $"The core may not refer to {package}.");

    public static IEnumerable<string> ReadCorePackages() =>
        XDocument.Load(Repository.PathOf("src/Aurion.Engine/Aurion.Engine.csproj")).Descendants("PackageReference")
            .Select(static reference => reference.Attribute("Include")!.Value);
}
