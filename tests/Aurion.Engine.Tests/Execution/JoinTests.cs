using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution;

public sealed class JoinTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("""{"mode":"all"}""", "t>a a>j", FindingSeverity.Error, "join_without_home", "\"j\" has the mode all")]
    [InlineData("""{"mode":"n","n":2}""", "t>a a>j", FindingSeverity.Error, "join_without_home", "\"j\" has the mode n")]
    [InlineData("""{"mode":"any"}""", "t>a a>j", FindingSeverity.Warning, "join_without_home", "passes each")]
    [InlineData("{}", "t>a a>j", FindingSeverity.Warning, "join_without_home", "passes each")]
    [InlineData("""{"mode":"all"}""", "t>a t>b a>j b>j j>c c>a", FindingSeverity.Error, "join_in_loop", "does not pass \"t\"")]
    [InlineData("""{"mode":"any"}""", "t>a a>b a>c b>j c>j j>b", FindingSeverity.Error, "join_in_loop", "does not pass \"a\"")]
    [InlineData("{}", "t>a t>b a>j b>k j>k k>j", FindingSeverity.Error, "joins_wait_for_each_other", "\"j\" and \"k\"")]
    public void Validate_JoinThatCannotWork_IsReported(string config, string edges, FindingSeverity severity, string code, string says)
    {
        var finding = Assert.Single(Validate(config, edges), finding => finding.Code.StartsWith("join", StringComparison.Ordinal));

        Assert.Equal((severity, code), (finding.Severity, finding.Code));
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "t>a a>b a>c b>j c>j j>b")] // a loop that avoids the home: active alone may
    [InlineData("""{"mode":"all"}""", "t>a a>b a>c b>j c>j j>a")] // a loop through the home
    [InlineData("""{"mode":"all"}""", "t>a t>b a>j b>j")]
    public void Validate_JoinThatWorks_IsNotReported(string config, string edges) =>
        Assert.DoesNotContain(Validate(config, edges), static finding => finding.Code.StartsWith("join", StringComparison.Ordinal));

    [Fact]
    public void Validate_JoinOfNWithoutNumber_SaysWhatIsMissing() =>
        Assert.Contains(Validate("""{"mode":"n"}""", "t>a t>b a>j b>j"), static finding => finding is { Code: "missing", Path: var path } && path.ToString() == "nodes[1].config.n");

    [Fact]
    public void Decide_AllWhoseBranchEnded_StarvesAtOnce()
    {
        var run = new TestRun(Canvas("""{"mode":"all"}""", "t>a t>b t>c a>j b>j:error c>j")).Start();
        run.Complete("a");

        run.Complete("b"); // c has not come yet, but b never will

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Contains("join_starved", run.Marking.Error, StringComparison.Ordinal);
        Assert.Contains("from \"b\"", run.Marking.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_NOfWhichTooFewCanCome_Starves()
    {
        var run = new TestRun(Canvas("""{"mode":"n","n":2}""", "t>a t>b a>j b>j:error")).Start();
        run.Complete("a");

        run.Complete("b");

        Assert.Contains("it fires at 2 branches; 1 came", run.Marking.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_LaterBranchOfN_IsAbsorbedAndForgotten()
    {
        var run = new TestRun(Canvas("""{"mode":"n","n":2}""", "t>a t>b t>c a>j b>j c>j j>k")).Start();
        run.Complete("a");
        run.Complete("b");
        Assert.Single(run.Marking.Fired);

        run.Complete("c");

        Assert.Contains("joined j from c, absorbed", run.Trace);
        Assert.Empty(run.Marking.Fired);
        Assert.Equal(1, run.Path.Count(static node => node == "k"));
    }

    [Fact]
    public void Decide_ContainerEnteredAtSeveralNodes_IsTheHomeOfItsJoins()
    {
        var run = new TestRun("""
            {"nodes":[{"id":"t","type":"trigger"},{"id":"each","type":"for_each","config":{"items":[1,2],"mode":"parallel"}},
              {"id":"a","type":"action","config":{"type":"x"},"parent_id":"each"},{"id":"b","type":"action","config":{"type":"x"},"parent_id":"each"},
              {"id":"j","type":"join","config":{"mode":"all"},"parent_id":"each"},{"id":"k","type":"action","config":{"type":"x"},"parent_id":"each"}],
             "edges":[{"from":"t","to":"each"},{"from":"a","to":"j"},{"from":"b","to":"j"},{"from":"j","to":"k"}]}
            """).Start();

        run.Complete("a");
        run.Complete("a");
        Assert.DoesNotContain("k", run.Path); // two came by one edge, but to two items
        run.Complete("b");
        run.Complete("b");

        Assert.Equal(2, run.Path.Count(static node => node == "k"));
    }

    [Fact]
    public void Decide_AThousandBranchesAtOnce_JoinOnce()
    {
        const int Count = 1_000; // as many as a run may have
        var nodes = new StringBuilder("""{"id":"t","type":"trigger"},{"id":"j","type":"join","config":{"mode":"all"} },{"id":"k","type":"delay","config":{"duration":"PT1H"} }""");
        var edges = new StringBuilder("""{"from":"j","to":"k"}""");
        for (var at = 0; at < Count; at++)
        {
            nodes.Append(CultureInfo.InvariantCulture, $$$""",{"id":"d{{{at}}}","type":"delay","config":{"duration":"PT1M"} }""");
            edges.Append(CultureInfo.InvariantCulture, $$$""",{"from":"t","to":"d{{{at}}}"},{"from":"d{{{at}}}","to":"j"}""");
        }

        var run = new TestRun($$"""{"nodes":[{{nodes}}],"edges":[{{edges}}]}""").Start();
        run.Elapse(TimeSpan.FromMinutes(1));

        Assert.Equal("k", run.Graph.Nodes[Assert.Single(run.Marking.Tokens).Node].Id);
        Assert.Equal(Count, run.Events.Count(static happened => happened is RunEvent.BranchJoined));
    }

    // Ten thousand forks within forks, each with its join, and as many joins side by side: both are judged at once.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compile_TenThousandNodesWithJoins_TakesNoTimeToSpeakOf(bool nested)
    {
        const int Count = 2_500;
        var nodes = new StringBuilder("""{"id":"t","type":"trigger"}""");
        var edges = new StringBuilder("""{"from":"t","to":"s0"}""");
        for (var at = 0; at < Count; at++)
        {
            nodes.Append(CultureInfo.InvariantCulture, $$$""",{"id":"s{{{at}}}","type":"set","config":{"assign":{"x":1} } },{"id":"a{{{at}}}","type":"set","config":{"assign":{"x":1} } },{"id":"b{{{at}}}","type":"set","config":{"assign":{"x":1} } },{"id":"j{{{at}}}","type":"join","config":{"mode":"all"} }""");
            var inner = nested && at + 1 < Count ? $"s{at + 1}" : $"j{at}";
            edges.Append(CultureInfo.InvariantCulture, $$""",{"from":"s{{at}}","to":"a{{at}}"},{"from":"s{{at}}","to":"b{{at}}"},{"from":"b{{at}}","to":"j{{at}}"},{"from":"a{{at}}","to":"{{inner}}"}""");
            edges.Append(!nested && at + 1 < Count ? $$""",{"from":"j{{at}}","to":"s{{at + 1}}"}""" : nested && at > 0 ? $$""",{"from":"j{{at}}","to":"j{{at - 1}}"}""" : string.Empty);
        }

        var canvas = CanvasDefinition.Parse(JsonText.Parse($$"""{"nodes":[{{nodes}}],"edges":[{{edges}}]}"""));
        var version = new WorkflowVersion { WorkflowId = "wf_1", WorkflowName = "Big", Version = 1, Canvas = canvas, PublishedAt = TestRun.Begin };
        Graph.Compile(version); // the code is compiled, too
        var clock = Stopwatch.StartNew();

        var graph = Graph.Compile(version);

        output.WriteLine($"{canvas.Nodes.Length} nodes, {Count} joins, {(nested ? "nested" : "in a row")}: compiled in {clock.ElapsedMilliseconds} ms");
        Assert.Equal((10_001, Count), (graph.Nodes.Length, graph.Kinds.Count(static kind => kind is NodeKind.Join)));
    }

    private static ImmutableArray<CanvasFinding> Validate(string config, string edges) =>
        CanvasValidator.Validate(CanvasDefinition.Parse(JsonText.Parse(Canvas(config, edges))), null, ActionCatalog.BuiltIn);

    // "a>j:error" leaves by the port error. k is an active join where it joins, else nothing is said of it.
    private static string Canvas(string config, string edges)
    {
        var lines = edges.Split(' ').Select(static edge => edge.Split('>', ':')).ToList();
        var others = lines.SelectMany(static edge => edge[..2]).Distinct().Where(static id => id is not ("t" or "j"));
        var nodes = others.Select(id => lines.Count(edge => edge[1] == id) > 1 && id == "k"
            ? """{"id":"k","type":"join"}"""
            : $$"""{"id":"{{id}}","type":"action","config":{"type":"close"} }""");
        var joined = lines.Select(static edge => $$"""{"from":"{{edge[0]}}","to":"{{edge[1]}}"{{(edge.Length > 2 ? $",\"condition\":\"{edge[2]}\"" : string.Empty)}}}""");
        return $$"""{"nodes":[{"id":"t","type":"trigger"},{"id":"j","type":"join","config":{{config}} },{{string.Join(',', nodes)}}],"edges":[{{string.Join(',', joined)}}]}""";
    }
}
