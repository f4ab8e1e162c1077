using System.Reflection;
using PublicApiGenerator;

namespace Aurion.Engine.PublicTests.Api;

/// <summary>
/// The public surface of each package is kept beside this test as <c>&lt;package&gt;.approved.txt</c>. A change to it is a decision:
/// approve one with <c>AURION_APPROVE=1 dotnet test tests/Aurion.Engine.PublicTests --filter ApiSnapshotTests</c> and commit the file.
/// </summary>
public sealed class ApiSnapshotTests
{
    private const string Approve = "AURION_APPROVE";
    private const string Folder = "tests/Aurion.Engine.PublicTests/Api";

    private static readonly ApiGeneratorOptions Options = new()
    {
        DenyNamespacePrefixes = [], // registration stands in Microsoft.* namespaces
        ExcludeAttributes =
        [
            "System.Diagnostics.DebuggerDisplayAttribute", "System.Runtime.CompilerServices.CompilerGeneratedAttribute",
            "System.CodeDom.Compiler.GeneratedCodeAttribute", "System.Text.Json.Serialization.JsonConverterAttribute",
            "System.Text.Json.Serialization.JsonSerializableAttribute", "System.Runtime.Versioning.TargetFrameworkAttribute",
            "System.Reflection.AssemblyMetadataAttribute", "System.Runtime.CompilerServices.InternalsVisibleToAttribute",
        ],
    };

    public static TheoryData<string> PackageNames() =>
        [.. Repository.Files("src", ".csproj").Select(static path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void PublicApi_IsAsApproved(string package)
    {
        var path = Repository.PathOf($"{Folder}/{package}.approved.txt");
        var actual = Assembly.Load(package).GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable(Approve) == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        var difference = ApiDifference.Describe(File.Exists(path) ? File.ReadAllText(path) : string.Empty, actual);

        Assert.True(difference is null, $"""
            The public API of {package} is not the approved one.
            {difference}
            If this is meant: {Approve}=1 dotnet test tests/Aurion.Engine.PublicTests --filter ApiSnapshotTests
            and commit {Folder}/{package}.approved.txt with the reason.
            """);
    }
}
