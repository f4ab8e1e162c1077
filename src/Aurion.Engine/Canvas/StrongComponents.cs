namespace Aurion.Engine.Canvas;

/// <summary>The parts of a canvas each of whose nodes can be reached from each other, by Tarjan; nothing recurses.</summary>
internal sealed class StrongComponents(GraphEdges edges)
{
    private const int Unseen = 0;
    private const int Outside = -1;

    private readonly int[] _order = Filled(edges.NodeCount);
    private readonly int[] _low = new int[edges.NodeCount];
    private readonly int[] _part = new int[edges.NodeCount];
    private readonly bool[] _isInCycle = new bool[edges.NodeCount];
    private readonly Stack<(int Node, int Next)> _path = new();
    private readonly Stack<int> _open = new();
    private int[] _nodes = [];
    private int _seen;
    private int _parts;

    /// <summary>Tells which part a node belongs to, of those found last.</summary>
    public int PartOf(int node) => _part[node];

    /// <summary>Tells whether a way leads from a node back to it.</summary>
    public bool IsInCycle(int node) => _isInCycle[node];

    /// <summary>Finds the parts of some nodes, as if the canvas had only these and not the one left out (−1: none).</summary>
    public void Find(IEnumerable<int> nodes, int without)
    {
        foreach (var node in _nodes)
        {
            _order[node] = Outside;
        }

        _nodes = [.. nodes];
        foreach (var node in _nodes)
        {
            _order[node] = Unseen;
            _isInCycle[node] = false;
        }

        if (without >= 0)
        {
            _order[without] = Outside;
        }

        _seen = 0;
        foreach (var node in _nodes)
        {
            if (_order[node] == Unseen)
            {
                Search(node);
            }
        }
    }

    private static int[] Filled(int count)
    {
        var order = new int[count];
        Array.Fill(order, Outside);
        return order;
    }

    private void Search(int root)
    {
        Visit(root);
        while (_path.TryPop(out var at))
        {
            var (node, edge) = at;
            var end = edges.Out(node).End;
            for (; edge < end; edge++)
            {
                var target = edges.Target(edge);
                if (_order[target] == Unseen)
                {
                    // Looked at again when the target is done, for what it has found.
                    _path.Push((node, edge));
                    Visit(target);
                    break;
                }

                if (_order[target] != Outside && _part[target] == 0)
                {
                    _low[node] = Math.Min(_low[node], _low[target]);
                    _isInCycle[node] |= target == node;
                }
            }

            if (edge == end && _low[node] == _order[node])
            {
                Close(node);
            }
        }
    }

    private void Visit(int node)
    {
        _order[node] = _low[node] = ++_seen;
        _part[node] = 0;
        _open.Push(node);
        _path.Push((node, edges.Out(node).First));
    }

    private void Close(int node)
    {
        _parts++;
        var isAlone = _open.Peek() == node;
        int member;
        do
        {
            member = _open.Pop();
            _part[member] = _parts;
            _isInCycle[member] |= !isAlone;
        }
        while (member != node);
    }
}
