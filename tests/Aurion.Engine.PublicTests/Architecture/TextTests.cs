using System.Xml.Linq;

namespace Aurion.Engine.PublicTests.Architecture;

public sealed class TextTests
{
    [Fact]
    public void Files_HaveAtMost400Lines() => Rules.AssertNone(Text.TooLong(Text.All()));

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, true)]
    public void TooLong_CountsLines(int lines, bool expected) =>
        Assert.Equal(expected, Text.TooLong([("src/X.cs", string.Concat(Enumerable.Repeat("// a line\n", lines)))]).Any());

    [Fact]
    public void Files_LeaveNothingUndone() => Rules.AssertNone(Text.LeftUndone(Text.All()));

    [Theory]
    [InlineData("[Fact(Skip = \"later\")]")]
    [InlineData("// TODO: the rest")]
    [InlineData("Thread.Sleep(10);")]
    [InlineData("throw new NotImplementedException();")]
    [InlineData("#pragma warning disable CS1591")]
    public void LeftUndone_Leftover_IsSeen(string planted) => Rules.AssertSome(Text.LeftUndone([("tests/X.cs", planted)]));

    /// <summary>The compiler demands a comment on each public member, as long as nobody tells it not to.</summary>
    [Fact]
    public void Sources_MustBeDocumented()
    {
        var shared = XDocument.Load(Repository.PathOf("Directory.Build.props"));
        Assert.Equal("true", shared.Descendants("GenerateDocumentationFile").Single().Value);
        Assert.Equal("true", shared.Descendants("TreatWarningsAsErrors").Single().Value);

        string[] settings = ["Directory.Build.props", "src/Directory.Build.props", .. Repository.Files("src", ".csproj")];
        foreach (var path in settings)
        {
            var project = XDocument.Load(Repository.PathOf(path));
            Assert.DoesNotContain(project.Descendants("NoWarn"), static setting => setting.Value.Contains("1591", StringComparison.Ordinal));
        }
    }
}
