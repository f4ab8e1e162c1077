using System.Globalization;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;

namespace Aurion.Engine.Tests.Execution.Patterns;

/// <summary>
/// The control-flow patterns of van der Aalst and others that the canvas language can say, one file each. Their pages are written by
/// <c>AURION_APPROVE=1 dotnet test tests/Aurion.Engine.Tests --filter PatternTests</c>.
/// </summary>
public sealed class PatternTests
{
    private const int Known = 43;

    private static readonly int[] Supported = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 19, 20, 21, 22, 24, 25, 26, 29, 30, 32, 33, 34, 35, 37, 43];

    private static readonly ActionCatalog Catalog = new([new ActionDescription { Type = "do" }]);

    public static TheoryData<string> Files => [.. PatternFile.List()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_CanvasOfPattern_LeavesItsTraces(string name)
    {
        var pattern = PatternFile.Read(name);

        foreach (var scenario in pattern.Scenarios)
        {
            var run = PatternRun.Of(pattern, scenario);

            Assert.Equal($"{scenario.Shows}\n{string.Join('\n', scenario.Trace)}", $"{scenario.Shows}\n{string.Join('\n', run.Trace)}");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Publish_CanvasOfPattern_HasNoErrors(string name) => Assert.DoesNotContain(
        CanvasValidator.Validate(PatternFile.Read(name).Canvas, null, Catalog),
        static finding => finding.Severity is FindingSeverity.Error);

    [Theory]
    [MemberData(nameof(Files))]
    public void Page_OfPattern_ShowsItsFile(string name)
    {
        var pattern = PatternFile.Read(name);
        var page = PatternPage.Write(pattern);
        if (Environment.GetEnvironmentVariable("AURION_APPROVE") == "1")
        {
            File.WriteAllText(PatternPage.PathOf(pattern), page);
        }

        Assert.Equal(page, File.ReadAllText(PatternPage.PathOf(pattern)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Files_OfSupportedPatterns_AreThereWithSeveralScenarios()
    {
        var patterns = PatternFile.List().Select(PatternFile.Read).ToList();

        Assert.Equal(Supported, patterns.Select(static pattern => pattern.Number));
        Assert.All(patterns, static pattern => Assert.StartsWith(pattern.Number.ToString("00-", CultureInfo.InvariantCulture), pattern.FileName, StringComparison.Ordinal));
        Assert.All(patterns, static pattern => Assert.True(pattern.Scenarios.Count >= 2, pattern.Name));
    }

    [Fact]
    public void Table_HasEveryPatternOnce_SupportedOnesWithTheirPage()
    {
        var rows = PatternPage.ReadTable().ReplaceLineEndings("\n").Split('\n')
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))
            .ToDictionary(static line => int.Parse(line.Split('|')[1], CultureInfo.InvariantCulture));

        Assert.Equal(Enumerable.Range(1, Known), rows.Keys.Order());
        foreach (var pattern in PatternFile.List().Select(PatternFile.Read))
        {
            Assert.Contains($"[{pattern.Name}]({pattern.FileName}.md)", rows[pattern.Number], StringComparison.Ordinal);
        }

        Assert.All(rows.Keys.Except(Supported), number => Assert.DoesNotContain("](", rows[number], StringComparison.Ordinal));
    }
}
