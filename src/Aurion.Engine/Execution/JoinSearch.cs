using Aurion.Engine.Canvas;

namespace Aurion.Engine.Execution;

/// <summary>Searches forward from tokens to the join of a gathering, without passing its home, past joins that have fired and absorb what comes.</summary>
/// <remarks>
/// A token that is in a fork within the activation meets the joins that have fired for that fork, until it passes the fork's
/// own node: then the fork is another one. Its <em>depth</em> is the number of forks that it still is in, from the outermost.
/// </remarks>
internal sealed class JoinSearch
{
    private readonly Gatherings _joins;
    private readonly Gathering _gathering;
    private readonly GraphEdges _edges;
    private readonly NodeSet _left;
    private readonly NodeSet _leftFree;
    private readonly HashSet<int> _fired = [];
    private readonly Stack<int> _free = new();
    private readonly Stack<(int Node, int Depth)> _open = new();
    private readonly Dictionary<int, int> _least = [];
    private readonly Dictionary<int, int> _depthOf = [];
    private readonly Dictionary<int, int> _firedAt = [];
    private bool _isFound;

    public JoinSearch(Gatherings joins, Gathering gathering)
    {
        _joins = joins;
        _gathering = gathering;
        _edges = joins.Table.Edges;
        _left = new NodeSet(_edges.NodeCount);
        _leftFree = new NodeSet(_edges.NodeCount);
        foreach (var one in joins.FiredFor(gathering.Activation) ?? [])
        {
            _fired.Add(one.Join);
        }
    }

    /// <summary>Adds a token to search from.</summary>
    public void Add(in MachineToken token)
    {
        _depthOf.Clear();
        _firedAt.Clear();
        _least.Clear();
        var depth = 0;
        for (var fork = token.Fork; fork is not null && fork.Node != _gathering.Activation.Home; fork = fork.Outer)
        {
            depth++;
        }

        var at = depth;
        for (var fork = token.Fork; at > 0; fork = fork!.Outer, at--)
        {
            _depthOf[fork!.Node] = at;
            foreach (var one in _joins.FiredFor(new Activation(token.Scope, fork.Node, fork.Visit)) ?? [])
            {
                _firedAt[one.Join] = at;
            }
        }

        Leave(token.Node, _firedAt.Count == 0 ? 0 : depth);
        while (_open.TryPop(out var place))
        {
            foreach (var edge in _edges.Out(place.Node))
            {
                Arrive(_edges.Target(edge), place.Depth);
            }
        }
    }

    /// <summary>Searches on from all the tokens that were added.</summary>
    /// <returns>Whether one can come to the join.</returns>
    public bool Run()
    {
        while (_free.TryPop(out var node))
        {
            foreach (var edge in _edges.Out(node))
            {
                Arrive(_edges.Target(edge), 0);
            }
        }

        return _isFound;
    }

    /// <summary>Tells, after <see cref="Run"/>, whether a token can leave a node.</summary>
    public bool CanLeave(int node) => _left.Contains(node);

    private void Arrive(int node, int depth)
    {
        if (node == _gathering.Activation.Home)
        {
            return;
        }

        if (node == _gathering.Plan.Join)
        {
            _isFound = true;
            return;
        }

        if (depth > 0 && _depthOf.TryGetValue(node, out var own) && own <= depth)
        {
            depth = own - 1;
        }

        if (!_fired.Contains(node) && !(depth > 0 && _firedAt.TryGetValue(node, out var firedAt) && firedAt <= depth))
        {
            Leave(node, depth);
        }
    }

    private void Leave(int node, int depth)
    {
        _left.Add(node);
        if (depth == 0)
        {
            if (_leftFree.Add(node))
            {
                _free.Push(node);
            }
        }
        else if (!_leftFree.Contains(node) && (!_least.TryGetValue(node, out var least) || depth < least))
        {
            _least[node] = depth;
            _open.Push((node, depth));
        }
    }
}
