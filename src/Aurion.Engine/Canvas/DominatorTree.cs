namespace Aurion.Engine.Canvas;

/// <summary>
/// The nodes that are reached from a root, and for each the nearest one that every way to it passes.
/// By Lengauer and Tarjan, with path compression; nothing recurses, so that any canvas can be taken.
/// </summary>
/// <remarks>Nodes are numbered as a depth-first search meets them. Number 0 is a root above all: the entry itself.</remarks>
internal sealed class DominatorTree
{
    private readonly GraphEdges _edges;
    private readonly int[] _numbers;
    private readonly List<int> _nodes = [-1];
    private readonly List<int> _parents = [0];
    private readonly HashSet<int> _entries;
    private int[] _dominators = [];

    private DominatorTree(GraphEdges edges, int[] numbers, ReadOnlySpan<int> entries)
    {
        _edges = edges;
        _numbers = numbers;
        _entries = [.. entries];
    }

    /// <summary>Gets the number of nodes that are reached, and one.</summary>
    public int Count => _nodes.Count;

    /// <summary>Builds the tree.</summary>
    /// <param name="edges">The edges.</param>
    /// <param name="entries">The nodes that are entered first.</param>
    /// <param name="scratch">An array of as many zeros as there are nodes; <see cref="Release"/> gives it back so.</param>
    public static DominatorTree Build(GraphEdges edges, ReadOnlySpan<int> entries, int[] scratch)
    {
        var tree = new DominatorTree(edges, scratch, entries);
        tree.Number(entries);
        tree._dominators = new LengauerTarjan(tree).Run();
        return tree;
    }

    public int NodeAt(int number) => _nodes[number];

    /// <summary>Tells a node's number; 0 when it is not reached.</summary>
    public int NumberOf(int node) => _numbers[node];

    /// <summary>Tells the nearest node that every way to this one passes: a lower number, 0 when only the entry is.</summary>
    public int DominatorOf(int number) => _dominators[number];

    /// <summary>Gives the scratch array back, clean. The tree can't be asked for numbers any more.</summary>
    public void Release()
    {
        for (var number = 1; number < Count; number++)
        {
            _numbers[_nodes[number]] = 0;
        }
    }

    private void Number(ReadOnlySpan<int> entries)
    {
        // Each node with the edge that is looked at next, so that the numbers are those of a true depth-first search.
        var open = new Stack<(int Number, int Next)>();
        foreach (var entry in entries)
        {
            Visit(entry, 0);
            while (open.TryPop(out var at))
            {
                var range = _edges.Out(_nodes[at.Number]);
                for (var edge = at.Next; edge < range.End; edge++)
                {
                    if (_numbers[_edges.Target(edge)] == 0)
                    {
                        open.Push((at.Number, edge + 1));
                        Visit(_edges.Target(edge), at.Number);
                        break;
                    }
                }
            }
        }

        void Visit(int node, int parent)
        {
            if (_numbers[node] != 0)
            {
                return;
            }

            _numbers[node] = _nodes.Count;
            open.Push((_nodes.Count, _edges.Out(node).First));
            _nodes.Add(node);
            _parents.Add(parent);
        }
    }

    private sealed class LengauerTarjan
    {
        private readonly DominatorTree _tree;
        private readonly int[] _semi;
        private readonly int[] _label;
        private readonly int[] _ancestor;
        private readonly Stack<int> _path = new();

        public LengauerTarjan(DominatorTree tree)
        {
            _tree = tree;
            _semi = new int[tree.Count];
            _label = new int[tree.Count];
            _ancestor = new int[tree.Count];
            for (var number = 0; number < tree.Count; number++)
            {
                _semi[number] = _label[number] = number;
                _ancestor[number] = -1;
            }
        }

        public int[] Run()
        {
            var count = _tree.Count;
            var dominators = new int[count];
            var bucket = new int[count]; // the first of those whose semidominator this is, and for each the next; 0 is none
            var next = new int[count];
            for (var at = count - 1; at > 0; at--)
            {
                foreach (var edge in _tree._edges.In(_tree._nodes[at]))
                {
                    var from = _tree._numbers[_tree._edges.Source(edge)];
                    if (from > 0)
                    {
                        _semi[at] = Math.Min(_semi[at], _semi[Evaluate(from)]);
                    }
                }

                if (_tree._entries.Contains(_tree._nodes[at]))
                {
                    _semi[at] = 0;
                }

                (next[at], bucket[_semi[at]]) = (bucket[_semi[at]], at);
                var parent = _tree._parents[at];
                _ancestor[at] = parent;
                for (var one = bucket[parent]; one != 0; one = next[one])
                {
                    var least = Evaluate(one);
                    dominators[one] = _semi[least] < _semi[one] ? least : parent;
                }

                bucket[parent] = 0;
            }

            for (var at = 1; at < count; at++)
            {
                if (dominators[at] != _semi[at])
                {
                    dominators[at] = dominators[dominators[at]];
                }
            }

            return dominators;
        }

        // Of the linked ancestors the one with the least semidominator; the path to it is shortened on the way.
        private int Evaluate(int number)
        {
            if (_ancestor[number] < 0)
            {
                return number;
            }

            for (var at = number; _ancestor[_ancestor[at]] >= 0; at = _ancestor[at])
            {
                _path.Push(at);
            }

            while (_path.TryPop(out var at))
            {
                var above = _ancestor[at];
                if (_semi[_label[above]] < _semi[_label[at]])
                {
                    _label[at] = _label[above];
                }

                _ancestor[at] = _ancestor[above];
            }

            return _label[number];
        }
    }
}
