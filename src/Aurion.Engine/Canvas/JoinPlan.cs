using Aurion.Engine.Canvas.Nodes;

namespace Aurion.Engine.Canvas;

/// <summary>What compiling found out about a join: its home, and from where it can be reached.</summary>
/// <remarks>Immutable but for sets that are made when they are first asked for; safe for concurrent use.</remarks>
internal sealed class JoinPlan
{
    private readonly GraphEdges _edges;
    private NodeSet? _reach;
    private NodeSet? _several;

    private readonly NodeSet _takable;

    public JoinPlan(GraphEdges edges, int join, int home, bool isScopeWide, NodeSet takable, int needed, JoinSettings settings)
    {
        _edges = edges;
        Join = join;
        Home = home;
        IsScopeWide = isScopeWide;
        EdgesNeeded = needed;
        _takable = takable;
        Settings = settings;
    }

    /// <summary>Gets the join.</summary>
    public int Join { get; }

    /// <summary>Gets the split each firing of which is an activation of the join.</summary>
    public int Home { get; }

    /// <summary>Gets a value indicating whether the home is the container that the join lies in: its scope instance is the activation.</summary>
    public bool IsScopeWide { get; }

    /// <summary>Gets the number of incoming edges that a run can take at all.</summary>
    public int EdgesNeeded { get; }

    public JoinSettings Settings { get; }

    /// <summary>Tells whether a run can take an incoming edge, the first being 0: one from a node that no way leads to, it can't.</summary>
    public bool CanBeTaken(int edge) => _takable.Contains(edge);

    /// <summary>Tells whether a token that is at a node can come to the join without passing its home.</summary>
    public bool IsReachedFrom(int node) => (_reach ??= FindReach(blocked: null)).Contains(node);

    /// <summary>Tells whether a token that is at a node can come to the join as more than one.</summary>
    public bool IsReachedBySeveral(int node) => (_several ??= FindSeveral()).Contains(node);

    /// <summary>Finds the nodes from which the join can be reached without passing its home, nor coming to one of some others.</summary>
    /// <remarks>One of the others is in the set when what goes on from there can reach the join.</remarks>
    public NodeSet FindReach(NodeSet? blocked)
    {
        var reach = new NodeSet(_edges.NodeCount);
        Spread(reach, Join, within: null, blocked);
        return reach;
    }

    private NodeSet FindSeveral()
    {
        var reach = _reach ??= FindReach(blocked: null);
        var several = new NodeSet(_edges.NodeCount);
        for (var node = 0; node < _edges.NodeCount; node++)
        {
            if (reach.Contains(node) && SendsSeveral(node, reach) && several.Add(node))
            {
                Spread(several, node, reach, blocked: null);
            }
        }

        return several;
    }

    private bool SendsSeveral(int node, NodeSet reach)
    {
        for (var group = 0; group < _edges.Groups(node); group++)
        {
            var count = 0;
            foreach (var edge in _edges.Group(node, group))
            {
                var target = _edges.Target(edge);
                count += target == Join || (target != Home && reach.Contains(target)) ? 1 : 0;
            }

            if (count > 1)
            {
                return true;
            }
        }

        return false;
    }

    // Backwards from a node to all that lead to it.
    private void Spread(NodeSet set, int from, NodeSet? within, NodeSet? blocked)
    {
        var open = new Stack<int>();
        open.Push(from);
        while (open.TryPop(out var node))
        {
            foreach (var edge in _edges.In(node))
            {
                var source = _edges.Source(edge);
                if (source != Home && within?.Contains(source) != false && set.Add(source) && blocked?.Contains(source) != true)
                {
                    open.Push(source);
                }
            }
        }
    }
}
