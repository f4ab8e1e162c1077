using System.Globalization;
using System.Text;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Canvas;

public sealed class BigCanvasTests
{
    private const int Count = 100_000;

    [Fact]
    public void Line_OfAHundredThousandNodes_IsReadValidatedAndRunInTurns()
    {
        var run = new TestRun(Read(Line(Count, every: 5_000)));

        Assert.Empty(CanvasValidator.Validate(run.Graph.Version.Canvas, null, ActionCatalog.BuiltIn));
        run.Start();
        for (var turn = 0; turn < 100 && !run.Marking.IsFinished; turn++)
        {
            run.Elapse(TimeSpan.FromMinutes(1));
        }

        // 100,000 nodes would record more than a run may: the limit is what ends it.
        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Contains("100000 are allowed", run.Marking.Error, StringComparison.Ordinal);
        Assert.InRange(run.Events.Count, 99_900, 100_000);
    }

    [Fact]
    public void Line_WithoutAWait_FailsAfterTenThousandSteps()
    {
        var run = new TestRun(Read(Line(10_001, every: int.MaxValue))).Start();

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Contains("10000 steps without waiting", run.Marking.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_OfAHundredThousandBranches_FailsBeforeItMakesThem()
    {
        var run = new TestRun(Read(Fan(Count))).Start();

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Contains("1000 are allowed", run.Marking.Error, StringComparison.Ordinal);
        Assert.Single(run.Marking.Tokens);
    }

    [Fact]
    public void Split_OfAThousandBranches_Runs()
    {
        var run = new TestRun(Read(Fan(1_000))).Start();

        Assert.Equal(RunStatus.Completed, run.Marking.Status);
        Assert.Equal(1_001, run.Path.Count());
    }

    [Fact]
    public void Compile_NestedAndCyclicCanvases_NeverRecurses()
    {
        var canvas = Read("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"set","config":{"assign":{"x":1}},"parent_id":"a"},{"id":"b","type":"scope","parent_id":"c"},{"id":"c","type":"scope","parent_id":"b"}],"edges":[{"from":"t","to":"a"},{"from":"a","to":"a"},{"from":"b","to":"c"},{"from":"c","to":"b"}]}""");

        Assert.NotEmpty(CanvasValidator.Validate(canvas, null, ActionCatalog.BuiltIn));
    }

    private static CanvasDefinition Read(string json) => CanvasDefinition.Parse(JsonText.Parse(json));

    private static string Line(int count, int every)
    {
        var nodes = new StringBuilder("""{"id":"n0","type":"trigger"}""");
        var edges = new StringBuilder();
        for (var at = 1; at < count; at++)
        {
            nodes.Append(at % every == 0
                ? $$$""",{"id":"n{{{at}}}","type":"delay","config":{"duration":"PT1M"}}"""
                : $$$""",{"id":"n{{{at}}}","type":"set","config":{"assign":{"x":1} } }""");
            edges.Append(at == 1 ? string.Empty : ",").Append(CultureInfo.InvariantCulture, $$$"""{"from":"n{{{at - 1}}}","to":"n{{{at}}}"}""");
        }

        return $$"""{"nodes":[{{nodes}}],"edges":[{{edges}}]}""";
    }

    private static string Fan(int count)
    {
        var nodes = string.Concat(Enumerable.Range(0, count).Select(static at => $$$""",{"id":"e{{{at}}}","type":"end"}"""));
        var edges = string.Join(',', Enumerable.Range(0, count).Select(static at => $$$"""{"from":"t","to":"e{{{at}}}"}"""));
        return $$"""{"nodes":[{"id":"t","type":"trigger"}{{nodes}}],"edges":[{{edges}}]}""";
    }
}
