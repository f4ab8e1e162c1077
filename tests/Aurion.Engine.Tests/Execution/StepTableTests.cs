using System.Globalization;
using System.Text;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Execution;

public sealed class StepTableTests
{
    /// <summary>Each list is what a sorted dictionary would be, and stays it while later ones are made from it.</summary>
    [Property(MaxTest = 300)]
    public void Complete_AfterAnyEdits_IsSortedAndLeavesTheListsBeforeAlone(int seed)
    {
        var random = new Random(seed);
        var table = new StepTable();
        var nodes = random.Next(1, 400);
        var known = new SortedDictionary<(int Scope, int Node), StepState>();
        var list = default(StepList);
        var all = new List<(StepList List, StepState[] Expected)>();
        for (var decision = 0; decision < 12; decision++)
        {
            table.Begin(list);
            for (var edit = random.Next(120); edit > 0; edit--)
            {
                Edit(table, known, random.Next(4), random.Next(nodes), random.Next(20));
            }

            list = table.Complete();
            all.Add((list, [.. known.Values]));
        }

        Assert.All(all, static pair => Assert.Equal(pair.Expected, pair.List));
        Assert.All(all, static pair => Assert.Equal(pair.Expected, StepList.Create(pair.Expected)));
    }

    [Fact]
    public void Decide_OnALongLine_CostsANodeNoMoreThanOnAShortOne()
    {
        var (few, many) = (BytesOfANode(100), BytesOfANode(4_000));

        Assert.True(many < few * 2, $"A node costs {few} bytes in a line of 100 and {many} in one of 4,000.");
    }

    private static void Edit(StepTable table, SortedDictionary<(int Scope, int Node), StepState> known, int scope, int node, int what)
    {
        if (what == 0)
        {
            var gone = known.Where(pair => pair.Key.Scope == scope).ToList();
            gone.ForEach(pair => known.Remove(pair.Key));
            Assert.Equal(gone.Sum(static pair => pair.Value.Output!.Utf8.Length), table.Remove(scope));
            return;
        }

        var isKnown = known.TryGetValue((scope, node), out var expected);
        Assert.Equal(isKnown, table.TryGet(scope, node, out var found));
        Assert.Equal(expected, found);

        ref var state = ref table.Of(scope, node);
        Assert.Equal(isKnown ? expected : new StepState(scope, node, 0, StepStatus.Running, null, null, null), state);
        state = state with { Visits = state.Visits + 1, Output = new JsonText(new byte[what]) };
        known[(scope, node)] = state;
    }

    private static long BytesOfANode(int nodes)
    {
        var graph = Graph.Compile(new WorkflowVersion { WorkflowId = "wf_1", WorkflowName = "Line", Version = 1, Canvas = Line(nodes), PublishedAt = TestRun.Begin });
        var marking = Machine.Decide(graph, Marking.Empty, new RunInput.Started { At = TestRun.Begin, Run = new RunId("run_7"), Tenant = TenantId.Default, Payload = JsonText.EmptyObject }).Marking;
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (!marking.IsFinished)
        {
            var token = Assert.Single(marking.Tokens);
            marking = Machine.Decide(graph, marking, new RunInput.Completed { At = TestRun.Begin, Key = token.Wait!.Key, Attempt = 1, Status = ActionStatus.Completed }).Marking;
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / nodes;
    }

    private static CanvasDefinition Line(int nodes)
    {
        var (all, edges) = (new StringBuilder("""{"id":"n0","type":"trigger","config":{}}"""), new StringBuilder());
        for (var at = 1; at <= nodes; at++)
        {
            all.Append(CultureInfo.InvariantCulture, $$$""",{"id":"n{{{at}}}","type":"action","config":{"type":"do"}}""");
            edges.Append(CultureInfo.InvariantCulture, $$"""{{(at == 1 ? "" : ",")}}{"from":"n{{at - 1}}","to":"n{{at}}"}""");
        }

        return CanvasDefinition.Parse(JsonText.Parse($$"""{"nodes":[{{all}}],"edges":[{{edges}}]}"""));
    }
}
