using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>What lets the order of results matter: whatever ends tokens of other branches, and where.</summary>
/// <remarks>
/// Joins do not: whatever the order, they gather the same (decision 0012). What does is a cancel node, a join that ends the rest, an end of
/// the run, and all that ends what goes on in a container: its time limit, a failure that it takes over, enough items done.
/// </remarks>
internal sealed class Interference
{
    private readonly Graph _graph;
    private readonly ExplorationPlan _plan;
    private readonly List<Cause> _causes = [];
    private readonly Dictionary<int, NodeSet> _ahead = [];
    private readonly Dictionary<int, NodeSet> _next = [];

    public Interference(Graph graph, ExplorationPlan plan)
    {
        _graph = graph;
        _plan = plan;
        for (var node = 0; node < graph.Nodes.Length; node++)
        {
            Find(node);
        }
    }

    /// <summary>Gets a value indicating whether the order of results matters to anything.</summary>
    public bool Matters => _causes.Count > 0;

    /// <summary>Tells whether a container around a node does something about a failure in it.</summary>
    public static bool CanBeTakenOver(Graph graph, int node)
    {
        for (var container = graph.Containers.ParentOf(node); container >= 0; container = graph.Containers.ParentOf(container))
        {
            if (!graph.Targets(container, 1).IsEmpty || graph.Containers.Undoes(container))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether what a token does next, and what the others may do before, disturb each other in no order.</summary>
    public bool IsFree(Marking marking, int slot)
    {
        if (!Matters)
        {
            return true;
        }

        var node = marking.Tokens[slot].Node;
        var next = Next(node);
        foreach (var cause in _causes)
        {
            if (next.Contains(cause.Site))
            {
                return false;
            }

            if (!cause.Region.Contains(node))
            {
                continue;
            }

            for (var other = 0; other < marking.Tokens.Length; other++)
            {
                if (other != slot && (marking.Tokens[other].Node == cause.Site || Ahead(marking.Tokens[other].Node).Contains(cause.Site)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Find(int node)
    {
        var settings = _graph.Settings[node];
        switch (settings)
        {
            case CancelSettings:
                var cancelled = new NodeSet(_graph.Nodes.Length);
                foreach (var target in _graph.Containers.CancelledBy(node))
                {
                    cancelled.Add(target);
                    AddInside(cancelled, target);
                }

                _causes.Add(new Cause(node, cancelled));
                break;
            case JoinSettings { CancelsRest: true }:
                _causes.Add(new Cause(node, BeforeJoin(node)));
                break;
            case EndSettings { EndsRun: true } or EndSettings { IsFailure: true }:
                _causes.Add(new Cause(node, Everything()));
                break;
            case ScopeSettings { Timeout: not null } or ForEachSettings { CompleteAt: not null }:
                _causes.Add(new Cause(node, Inside(node)));
                break;
            default:
                break;
        }

        if (_graph.Containers.ParentOf(node) >= 0
            && Interference.CanBeTakenOver(_graph, node)
            && (settings is JoinSettings { Mode: not JoinMode.Active } || _plan.OutcomesOf(node).Any(static outcome => outcome.IsFailure)))
        {
            var around = _graph.Containers.ParentOf(node);
            while (_graph.Containers.ParentOf(around) is var outer and >= 0)
            {
                around = outer;
            }

            _causes.Add(new Cause(node, Inside(around)));
        }
        else if (_graph.Containers.ParentOf(node) is var parent and >= 0 && settings is EndSettings && _graph.Settings[parent] is ForEachSettings { CompleteAt: not null })
        {
            _causes.Add(new Cause(node, Inside(parent)));
        }
    }

    private NodeSet Everything()
    {
        var all = new NodeSet(_graph.Nodes.Length);
        for (var node = 0; node < _graph.Nodes.Length; node++)
        {
            all.Add(node);
        }

        return all;
    }

    private NodeSet BeforeJoin(int join)
    {
        var region = new NodeSet(_graph.Nodes.Length);
        foreach (var trigger in _graph.Triggers)
        {
            if (_graph.JoinsFor(((TriggerSettings)_graph.Settings[trigger]).Event) is not { } table || !table.TryGetPlan(join, out var plan))
            {
                continue;
            }

            for (var node = 0; node < _graph.Nodes.Length; node++)
            {
                if (plan.IsReachedFrom(node))
                {
                    region.Add(node);
                    AddInside(region, node);
                }
            }
        }

        return region;
    }

    private NodeSet Inside(int container)
    {
        var region = new NodeSet(_graph.Nodes.Length);
        AddInside(region, container);
        return region;
    }

    private void AddInside(NodeSet region, int container)
    {
        for (var node = 0; node < _graph.Nodes.Length; node++)
        {
            for (var around = _graph.Containers.ParentOf(node); around >= 0; around = _graph.Containers.ParentOf(around))
            {
                if (around == container)
                {
                    region.Add(node);
                }
            }
        }
    }

    /// <summary>The nodes that a token at a node can come to, containers that it may finish or enter included.</summary>
    private NodeSet Ahead(int node)
    {
        if (!_ahead.TryGetValue(node, out var found))
        {
            _ahead[node] = found = Walk(node, stops: false);
        }

        return found;
    }

    /// <summary>The nodes that a token at a node can come to before it next stops.</summary>
    private NodeSet Next(int node)
    {
        if (!_next.TryGetValue(node, out var found))
        {
            _next[node] = found = Walk(node, stops: true);
        }

        return found;
    }

    private NodeSet Walk(int from, bool stops)
    {
        var found = new NodeSet(_graph.Nodes.Length);
        var open = new Stack<int>();
        open.Push(from);
        var isFirst = true;
        while (open.TryPop(out var node))
        {
            if (isFirst)
            {
                // A node of which a failure can come is the cause itself.
                if (stops && _plan.OutcomesOf(node).Any(static outcome => outcome.IsFailure))
                {
                    found.Add(node);
                }
            }
            else if (stops && _plan.Stops(node))
            {
                continue;
            }

            isFirst = false;
            foreach (var edge in _graph.AllEdges.Out(node))
            {
                Add(_graph.AllEdges.Target(edge));
            }

            foreach (var entry in _graph.Containers.Entries(node))
            {
                Add(entry);
            }

            if (_graph.Containers.ParentOf(node) is var parent and >= 0)
            {
                Add(parent);
                if (!stops && _graph.Containers.HandlerOf(node) is var handler and >= 0)
                {
                    Add(handler);
                }
            }
        }

        return found;

        void Add(int node)
        {
            if (found.Add(node))
            {
                open.Push(node);
            }
        }
    }

    /// <param name="Site">The node that ends others when a token comes to it, or leaves it.</param>
    /// <param name="Region">Where the tokens are that it ends.</param>
    private readonly record struct Cause(int Site, NodeSet Region);
}
