using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Says in sentences what playing a canvas has shown.</summary>
internal static class FaultFindings
{
    public static CanvasFinding Of(Graph graph, ExploredFault fault, Traces traces)
    {
        var name = NameOf(graph, fault.Node);
        var trace = traces.To(fault);
        return fault.Code switch
        {
            FaultCodes.JoinStarved => Make(graph, fault.Node, fault.Code, fault.EndsRun ? FindingSeverity.Error : FindingSeverity.Warning,
                $"The join {name} can wait for what can't come any more{(fault.EndsRun ? ", and the run fails" : ", and its container fails")}: {Way(trace)}.", trace,
                graph.Settings[fault.Node] is JoinSettings { Mode: JoinMode.All }
                    ? "Take the mode \"active\", which waits only for branches that can still come, or let every branch lead to the join."
                    : "Lower \"n\", or let enough branches lead to the join."),
            FaultCodes.DoubledToken => Make(graph, fault.Node, fault.Code, FindingSeverity.Warning,
                $"Node {name} can be done twice in one run, once for each of two branches: {Way(trace)}.", trace,
                $"If it is meant to be done once, put a join before {name}."),
            FaultCodes.UnboundedTokens => Make(graph, fault.Node, fault.Code, FindingSeverity.Warning,
                $"A loop can send one more branch to node {name} every time round, while those of earlier rounds are still there: {Way(trace)}.", trace,
                "Let the branches meet in a join before the way leads back, or lead it back by one branch alone."),
            FaultCodes.TooManyBranches => Make(graph, fault.Node, fault.Code, FindingSeverity.Error,
                $"Node {name} sends too many branches: {fault.Error} The way there: {Way(trace)}.", trace,
                "Use a for_each with \"max_parallel\" instead."),
            _ => throw new InvalidOperationException($"There is no sentence for {fault.Code}."),
        };
    }

    public static CanvasFinding Endless(Graph graph, ExplorationPlan plan, int node, ImmutableArray<CanvasStep> trace)
    {
        var waits = false;
        for (var other = 0; other < graph.Nodes.Length && !waits; other++)
        {
            waits = ExplorationPlan.IsWait(graph.Kinds[other]) && LiesOnCycle(graph, plan, other, plan.CycleOf(node));
        }

        return waits
            ? Make(graph, node, FaultCodes.NeverEnds, FindingSeverity.Warning, $"A run that has come to node {NameOf(graph, node)} can't end any more: no way leads out of the loop. The way there: {Way(trace)}.", trace, "If the run is meant to end, let a condition lead out of the loop.")
            : Make(graph, node, FaultCodes.EndlessLoop, FindingSeverity.Error, $"A run that has come to node {NameOf(graph, node)} goes round for ever without waiting: no way leads out of the loop, and nothing in it takes time. The way there: {Way(trace)}.", trace, "Let a condition lead out of the loop, and put a delay into it.");
    }

    public static CanvasFinding Spinning(Graph graph, int node, ImmutableArray<CanvasStep> trace) =>
        Make(graph, node, FaultCodes.EndlessLoop, FindingSeverity.Error, $"The loop through node {NameOf(graph, node)} goes round for ever once it goes round: nothing in it waits or changes what it asks. The way: {Way(trace)}.", trace, "Put a delay, an approval or an action into the loop, or change with a set what its condition asks.");

    public static CanvasFinding NeverReached(Graph graph, int node) =>
        Make(graph, node, FaultCodes.NeverReached, FindingSeverity.Warning, $"No run comes to node {NameOf(graph, node)}, though a way is drawn: what would lead there never happens.", [], suggestion: null);

    // A container on the way takes the time of what is in it.
    private static bool LiesOnCycle(Graph graph, ExplorationPlan plan, int node, int cycle)
    {
        for (var at = node; at >= 0; at = graph.Containers.ParentOf(at))
        {
            if (plan.IsInCycle(at) && plan.CycleOf(at) == cycle)
            {
                return true;
            }
        }

        return false;
    }

    private static string Way(ImmutableArray<CanvasStep> trace) => string.Join(" → ", trace);

    private static string NameOf(Graph graph, int node) => $"\"{CanvasReader.Shorten(graph.Nodes[node].Id)}\"";

    private static CanvasFinding Make(Graph graph, int node, string code, FindingSeverity severity, string message, ImmutableArray<CanvasStep> trace, string? suggestion) => new()
    {
        Severity = severity,
        Code = code,
        NodeId = graph.Nodes[node].Id,
        Message = message,
        Path = FaultPath.Root.Member("nodes").Item(graph.Nodes[node].Index),
        Trace = trace,
        Suggestion = suggestion,
    };
}
