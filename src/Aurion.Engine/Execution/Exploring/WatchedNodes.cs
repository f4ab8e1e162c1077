using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Keeps which watched nodes a run has come to, as long as another token of the same scope instance can still come there.</summary>
internal sealed class WatchedNodes(Graph graph, ExplorationPlan plan)
{
    private readonly Dictionary<int, NodeSet> _ahead = [];

    public ImmutableArray<(int Scope, int Node)> Passed(ImmutableArray<(int Scope, int Node)> before, in Transition transition)
    {
        List<(int Scope, int Node)>? passed = before.IsEmpty ? null : [.. before];
        foreach (var happened in transition.Events)
        {
            if (happened is RunEvent.NodeEntered entered
                && graph.NodeById[entered.NodeId] is var node
                && plan.IsWatched(node)
                && ScopeAt(transition.Marking, NodeKeys.PlaceOf(entered.Key)) is var scope and >= 0
                && passed?.Contains((scope, node)) != true)
            {
                (passed ??= []).Add((scope, node));
            }
        }

        if (passed is null)
        {
            return [];
        }

        var marking = transition.Marking;
        passed.RemoveAll(at => !CanBeReached(marking, at.Scope, at.Node));
        passed.Sort();
        return [.. passed];
    }

    // Only an instance in which a token is left can be come to again.
    private static int ScopeAt(Marking marking, ReadOnlySpan<char> place)
    {
        foreach (var token in marking.Tokens)
        {
            if (token.Wait is { } wait && NodeKeys.PlaceOf(wait.Key).SequenceEqual(place))
            {
                return token.Scope;
            }
        }

        return -1;
    }

    private bool CanBeReached(Marking marking, int scope, int node)
    {
        foreach (var token in marking.Tokens)
        {
            if (token.Scope == scope && Ahead(token.Node).Contains(node))
            {
                return true;
            }
        }

        return false;
    }

    private NodeSet Ahead(int from)
    {
        if (_ahead.TryGetValue(from, out var known))
        {
            return known;
        }

        var found = new NodeSet(graph.Nodes.Length);
        var open = new Stack<int>();
        open.Push(from);
        while (open.TryPop(out var node))
        {
            foreach (var edge in graph.AllEdges.Out(node))
            {
                var target = graph.AllEdges.Target(edge);
                if (found.Add(target))
                {
                    open.Push(target);
                }
            }
        }

        return _ahead[from] = found;
    }
}
