using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Aurion.Engine.PublicTests.Packaging;

/// <summary>What a package holds: its name, description, licence, page, documentation, symbols; and that it can be built again bit by bit.</summary>
public sealed class PackageTests(PackageFolder folder) : IClassFixture<PackageFolder>
{
    public static TheoryData<string> PackageNames() =>
        [.. Repository.Files("src", ".csproj").Select(static path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Package_HasIdDescriptionLicenceAndReadme(string package)
    {
        using var archive = ZipFile.OpenRead(folder.Find(package, ".nupkg"));
        var metadata = ReadMetadata(archive);

        Assert.Equal(package, Value(metadata, "id"));
        Assert.True(Value(metadata, "description").Length > 30, "The description says nothing.");
        Assert.NotEqual("Package Description", Value(metadata, "description"));
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("expression", Element(metadata, "license").Attribute("type")!.Value);
        Assert.Equal("README.md", Value(metadata, "readme"));

        using var readme = new StreamReader(archive.GetEntry("README.md")!.Open());
        Assert.Equal(File.ReadAllText(Repository.PathOf("README.md")), readme.ReadToEnd());
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Package_HasDocumentationBesideTheAssembly(string package)
    {
        using var archive = ZipFile.OpenRead(folder.Find(package, ".nupkg"));

        Assert.NotNull(archive.GetEntry($"lib/net10.0/{package}.dll"));
        using var stream = archive.GetEntry($"lib/net10.0/{package}.xml")!.Open();
        Assert.NotEmpty(XDocument.Load(stream).Descendants("member"));
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Package_HasSymbolsOfADeterministicBuild(string package)
    {
        using var symbols = ZipFile.OpenRead(folder.Find(package, ".snupkg"));
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{package}.pdb"));

        using var archive = ZipFile.OpenRead(folder.Find(package, ".nupkg"));
        using var assembly = new MemoryStream();
        using (var stream = archive.GetEntry($"lib/net10.0/{package}.dll")!.Open())
        {
            stream.CopyTo(assembly);
        }

        assembly.Position = 0;
        using var reader = new PEReader(assembly);
        Assert.Contains(reader.ReadDebugDirectory(), static entry => entry.Type is DebugDirectoryEntryType.Reproducible);
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Package_DependsOnNoAddOnBesideTheCore(string package)
    {
        using var archive = ZipFile.OpenRead(folder.Find(package, ".nupkg"));
        var own = ReadMetadata(archive).Descendants()
            .Where(static element => element.Name.LocalName == "dependency")
            .Select(static element => element.Attribute("id")!.Value)
            .Where(static id => id.StartsWith("Aurion.", StringComparison.Ordinal))
            .Order();

        string[] expected = package switch
        {
            "Aurion.Engine" => [],
            "Aurion.Engine.AspNetCore" => ["Aurion.Engine", "Aurion.Engine.Hosting"],
            _ => ["Aurion.Engine"],
        };
        Assert.Equal(expected, own);
    }

    private static XElement ReadMetadata(ZipArchive archive)
    {
        var entry = Assert.Single(archive.Entries, static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal));
        using var stream = entry.Open();
        return XDocument.Load(stream).Root!.Elements().Single(static element => element.Name.LocalName == "metadata");
    }

    private static XElement Element(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name);

    private static string Value(XElement metadata, string name) => Element(metadata, name).Value;
}
