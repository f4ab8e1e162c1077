using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>What lets the order of results matter: whatever ends tokens of other branches, and where.</summary>
/// <remarks>
/// <para>Joins do not: whatever the order, they gather the same (decision 0012). What does is a cancel node, a join that ends the rest, and
/// whatever closes a container in which completed steps are undone: how many were completed then depends on the order.</para>
/// <para>What ends the whole run, or closes a container in which nothing is undone, only cuts short: all that could be seen before is seen
/// by letting it happen last. So it disturbs nobody (an empty region), but must not go first where nothing else can come of its node.</para>
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

            if (!cause.Region.Contains(node) && !cause.Region.Overlaps(next))
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
            case EndSettings { EndsRun: true }:
                _causes.Add(new Cause(node, new NodeSet(_graph.Nodes.Length)));
                break;
            case EndSettings { IsFailure: true }:
                _causes.Add(new Cause(node, Undone(node)));
                break;
            case ForEachSettings { CompleteAt: not null }:
                _causes.Add(new Cause(node, Inside(node)));
                break;
            default:
                break;
        }

        // Where nothing is undone it makes no difference when the time is up or a step fails, for something else can come of it as well.
        if (settings is ScopeSettings { Timeout: not null }
            || (CanBeTakenOver(_graph, node) && (settings is JoinSettings { Mode: not JoinMode.Active } || _plan.OutcomesOf(node).Any(static outcome => outcome.IsFailure))))
        {
            if (OutermostOf(node) is var outermost and >= 0 && _graph.Containers.Undoes(outermost))
            {
                _causes.Add(new Cause(node, Inside(outermost)));
            }
        }
        else if (_graph.Containers.ParentOf(node) is var parent and >= 0 && settings is EndSettings && _graph.Settings[parent] is ForEachSettings { CompleteAt: not null })
        {
            _causes.Add(new Cause(node, Inside(parent)));
        }
    }

    private NodeSet Undone(int node) =>
        OutermostOf(node) is var outermost and >= 0 && _graph.Containers.Undoes(outermost) ? Inside(outermost) : new NodeSet(_graph.Nodes.Length);

    private int OutermostOf(int node)
    {
        var container = _graph.Settings[node] is ScopeSettings ? node : _graph.Containers.ParentOf(node);
        while (container >= 0 && _graph.Containers.ParentOf(container) is var outer and >= 0)
        {
            container = outer;
        }

        return container;
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
                // It may be a cause itself: a cancel node that was held, a step of which a failure can come.
                if (stops)
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
