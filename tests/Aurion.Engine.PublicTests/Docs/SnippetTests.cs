namespace Aurion.Engine.PublicTests.Docs;

public sealed class SnippetTests
{
    public static IEnumerable<string> Pages() => ["README.md", .. Repository.Files("docs", ".md")];

    [Fact]
    public void Pages_EachBlock_Compiles()
    {
        var snippets = Pages().SelectMany(static page => Snippet.Read(page, File.ReadAllText(Repository.PathOf(page)))).ToArray();

        Assert.NotEmpty(snippets);
        AssertNone(snippets.SelectMany(static snippet => snippet.Compile()));
    }

    [Fact]
    public void Pages_EachProgramThatSaysSo_PrintsWhatThePageSays()
    {
        var programs = Pages().SelectMany(static page => Snippet.Read(page, File.ReadAllText(Repository.PathOf(page))))
            .Where(static snippet => snippet.Prints is not null)
            .ToArray();

        Assert.NotEmpty(programs);
        Assert.All(programs, static program => Assert.Equal(program.Prints, program.Run()));
    }

    [Fact]
    public void Run_Program_SaysWhatItPrinted()
    {
        var snippet = Assert.Single(Snippet.Read("docs/x.md", "<!-- prints: 1 / 2 -->\n```csharp\nawait Task.Yield();\nConsole.WriteLine(1);\nConsole.WriteLine(2);\n```"));

        Assert.Equal("1 / 2", snippet.Prints);
        Assert.Equal("1 / 2", snippet.Run());
    }

    [Fact]
    public void Compile_UnknownName_IsSeenWithThePagesLine()
    {
        var snippet = Assert.Single(Snippet.Read("docs/x.md", """
            Text.

            <!-- given: Aurion.Engine.Values.JsonText text -->
            ```csharp
            using Aurion.Engine.Values;

            var count = 1;
            text.NoSuchMethod(count);
            ```
            """));

        var error = Assert.Single(snippet.Compile());
        Assert.StartsWith("docs/x.md:8: CS1061", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_StandsAlone_IsAProgram() =>
        Assert.Empty(Assert.Single(Snippet.Read("docs/x.md", "```csharp\nvar builder = WebApplication.CreateBuilder(args);\nbuilder.Build();\n```")).Compile());

    [Fact]
    public void Read_OtherLanguages_AreLeftAlone() => Assert.Empty(Snippet.Read("docs/x.md", "```json\n{}\n```\n```csharp-sketch\nx\n```"));

    [Fact]
    public void Pages_LinkToFilesThatExist()
    {
        var broken = Pages()
            .SelectMany(static page => Links.Read(File.ReadAllText(Repository.PathOf(page))).Select(link => (page, link)))
            .Where(static item => !Links.Exists(item.page, item.link))
            .Select(static item => $"{item.page}: {item.link}");

        AssertNone(broken);
    }

    [Fact]
    public void Exists_BrokenLink_IsSeen()
    {
        Assert.Equal(["docs/none.md"], Links.Read("See [this](docs/none.md#part), [that](https://example.org)."));
        Assert.False(Links.Exists("README.md", "docs/none.md"));
        Assert.True(Links.Exists("README.md", "LICENSE"));
    }

    private static void AssertNone(IEnumerable<string> errors)
    {
        var all = string.Join('\n', errors);
        Assert.True(all.Length == 0, all);
    }
}
