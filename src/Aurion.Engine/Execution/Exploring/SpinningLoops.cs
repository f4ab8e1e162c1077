using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Finds loops that a run may leave, but that it goes round for ever once it goes round: nothing in them waits, nor changes what they ask.</summary>
internal static class SpinningLoops
{
    /// <summary>Lists such loops, each with a node that a run comes to and the way round from there.</summary>
    public static IEnumerable<(int Node, ImmutableArray<CanvasStep> Round)> Find(Graph graph, NodeSet reached)
    {
        var components = new StrongComponents(graph.AllEdges);
        var idle = Enumerable.Range(0, graph.Nodes.Length).Where(node => IsIdle(graph, node)).ToList();
        components.Find(idle, without: -1);
        var found = new HashSet<int>();
        foreach (var node in idle.Where(node => components.IsInCycle(node) && reached.Contains(node)))
        {
            if (found.Add(components.PartOf(node)))
            {
                yield return (node, Round(graph, components, node));
            }
        }
    }

    private static bool IsIdle(Graph graph, int node) =>
        graph.Kinds[node] is NodeKind.Condition or NodeKind.Switch or NodeKind.Cancel or NodeKind.EmitEvent
        || graph.Settings[node] is SubWorkflowSettings { Waits: false };

    private static ImmutableArray<CanvasStep> Round(Graph graph, StrongComponents components, int from)
    {
        var before = new Dictionary<int, (int Node, int Port)>();
        var open = new Queue<int>([from]);
        while (open.TryDequeue(out var node) && !before.ContainsKey(from))
        {
            for (var port = 0; port < graph.Ports[node].Length; port++)
            {
                foreach (var target in graph.Targets(node, port))
                {
                    if (IsIdle(graph, target) && components.IsInCycle(target) && components.PartOf(target) == components.PartOf(from) && before.TryAdd(target, (node, port)))
                    {
                        open.Enqueue(target);
                    }
                }
            }
        }

        var steps = new List<CanvasStep> { new(graph.Nodes[from].Id) };
        var at = from;
        do
        {
            var (node, port) = before[at];
            steps.Insert(0, new CanvasStep(graph.Nodes[node].Id, graph.Ports[node].Length == 1 ? null : graph.Ports[node][port]));
            at = node;
        }
        while (at != from);

        return [.. steps];
    }
}
