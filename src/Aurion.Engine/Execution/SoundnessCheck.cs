using Aurion.Engine.Canvas;
using Aurion.Engine.Execution.Exploring;

namespace Aurion.Engine.Execution;

/// <summary>Plays every run of a canvas, whatever its nodes answer, and reports what can go wrong: with the shortest way to it.</summary>
/// <remarks>
/// <para>Stateless and safe for concurrent use. It is the machine itself that plays, so that what it finds is what runs do (after van der Aalst's
/// soundness of workflow nets). Data is left out: each condition holds and does not, each action succeeds and fails, each <c>for_each</c> has no, one and two items.</para>
/// <para>A way that only data rules out is therefore found too: two conditions that always agree are taken to differ.</para>
/// </remarks>
public static class SoundnessCheck
{
    /// <summary>The number of states that are looked at by default. A canvas of common size has fewer than a hundred.</summary>
    public const int DefaultStates = 1_000;

    /// <summary>Checks a canvas.</summary>
    /// <param name="graph">The canvas, compiled.</param>
    /// <param name="maxStates">The number of different states to look at before the answer is "not proved"; at least 1.</param>
    /// <returns>The verdict, and the findings.</returns>
    public static SoundnessReport Run(Graph graph, int maxStates = DefaultStates)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxStates, 1);
        return Run(graph, maxStates, reduces: true);
    }

    /// <summary>Checks a canvas, with or without leaving out orders of results that make no difference.</summary>
    internal static SoundnessReport Run(Graph graph, int maxStates, bool reduces)
    {
        var plan = new ExplorationPlan(graph, reduces);
        var explorer = new Explorer(graph, plan, maxStates);
        explorer.Run();
        var traces = new Traces(graph, explorer, plan);
        var findings = explorer.Faults.Values.OrderBy(static fault => fault.Length).Select(fault => FaultFindings.Of(graph, fault, traces)).ToList();
        if (explorer.CutOff is null)
        {
            AddEndless(graph, plan, explorer, traces, findings);
            if (!explorer.Faults.Values.Any(static fault => fault is { Code: FaultCodes.JoinStarved, EndsRun: true }))
            {
                AddNeverReached(graph, explorer, findings); // what a run that fails at a join does not come to, it may come to once that is mended
            }
        }

        AddSpinning(graph, explorer, plan, traces, findings);
        return new SoundnessReport
        {
            Verdict = findings.Count > 0 ? SoundnessVerdict.Faulty : explorer.CutOff is null ? SoundnessVerdict.Sound : SoundnessVerdict.NotProved,
            Findings = [.. findings.OrderBy(static finding => finding.Severity)],
            States = explorer.States.Count + 1,
            CutOff = explorer.CutOff,
        };
    }

    // The states from which no end can be come to any more; the nearest of them is where the run went wrong.
    private static void AddEndless(Graph graph, ExplorationPlan plan, Explorer explorer, Traces traces, List<CanvasFinding> findings)
    {
        var states = explorer.States;
        var before = new List<int>[states.Count];
        foreach (var state in states)
        {
            foreach (var next in state.Next)
            {
                (before[next] ??= []).Add(state.Number);
            }
        }

        var open = new Stack<int>(states.Where(static state => state.CanEnd).Select(static state => state.Number));
        var ends = new bool[states.Count];
        while (open.TryPop(out var number))
        {
            if (!ends[number])
            {
                ends[number] = true;
                foreach (var earlier in before[number] ?? [])
                {
                    open.Push(earlier);
                }
            }
        }

        var reported = new HashSet<int>();
        foreach (var state in states.Where(state => !ends[state.Number]).OrderBy(static state => state.Length))
        {
            foreach (var token in state.Marking.Tokens)
            {
                if (plan.IsInCycle(token.Node) && reported.Add(plan.CycleOf(token.Node)))
                {
                    findings.Add(FaultFindings.Endless(graph, plan, token.Node, traces.To(state, token.Node)));
                }
            }
        }
    }

    private static void AddSpinning(Graph graph, Explorer explorer, ExplorationPlan plan, Traces traces, List<CanvasFinding> findings)
    {
        var endless = findings.Where(static finding => finding.Code == FaultCodes.EndlessLoop).Select(finding => plan.CycleOf(graph.NodeById[finding.NodeId!])).ToHashSet();
        foreach (var (node, round) in SpinningLoops.Find(graph, explorer.Moved))
        {
            if (!endless.Contains(plan.CycleOf(node)))
            {
                findings.Add(FaultFindings.Spinning(graph, node, [.. traces.To(explorer.Arrivals[node]).SkipLast(1), .. round]));
            }
        }
    }

    // Of a row of nodes that no run comes to, the first: the others follow from it.
    private static void AddNeverReached(Graph graph, Explorer explorer, List<CanvasFinding> findings)
    {
        for (var node = 0; node < graph.Nodes.Length; node++)
        {
            if (!explorer.Reached.Contains(node) && IsNextToReached(graph, explorer.Reached, node))
            {
                findings.Add(FaultFindings.NeverReached(graph, node));
            }
        }
    }

    private static bool IsNextToReached(Graph graph, NodeSet reached, int node)
    {
        foreach (var edge in graph.AllEdges.In(node))
        {
            if (reached.Contains(graph.AllEdges.Source(edge)))
            {
                return true;
            }
        }

        return graph.AllEdges.In(node).IsEmpty && graph.Containers.ParentOf(node) is var parent and >= 0 && reached.Contains(parent);
    }
}
