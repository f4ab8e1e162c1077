using System.Collections.Immutable;
using Aurion.Engine.Canvas.Nodes;

namespace Aurion.Engine.Canvas;

/// <summary>The edges of a canvas in both directions. An edge's number is its position in the order of node, port and canvas.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
internal sealed class GraphEdges
{
    private readonly GraphTables _tables;
    private readonly int[] _sources;
    private readonly int[] _firstIn;
    private readonly int[] _in;

    public GraphEdges(GraphTables tables)
    {
        _tables = tables;
        NodeCount = tables.Kinds.Length;
        _sources = new int[tables.Targets.Length];
        _firstIn = new int[NodeCount + 1];
        _in = new int[_sources.Length];
        for (var node = 0; node < NodeCount; node++)
        {
            foreach (var edge in Out(node))
            {
                _sources[edge] = node;
                _firstIn[_tables.Targets[edge] + 1]++;
            }
        }

        for (var node = 0; node < NodeCount; node++)
        {
            _firstIn[node + 1] += _firstIn[node];
        }

        var next = _firstIn.AsSpan().ToArray();
        for (var edge = 0; edge < _sources.Length; edge++)
        {
            _in[next[_tables.Targets[edge]]++] = edge;
        }
    }

    public int NodeCount { get; }

    public int Count => _sources.Length;

    public ImmutableArray<NodeKind> Kinds => _tables.Kinds;

    public int Source(int edge) => _sources[edge];

    public int Target(int edge) => _tables.Targets[edge];

    /// <summary>Lists the edges that lead into a node.</summary>
    public ReadOnlySpan<int> In(int node) => _in.AsSpan(_firstIn[node].._firstIn[node + 1]);

    /// <summary>Tells which of the edges into its node an edge is, the first being 0.</summary>
    public int PlaceOf(int edge) => In(Target(edge)).BinarySearch(edge);

    /// <summary>Lists the edges that leave a node, by any port.</summary>
    public EdgeRange Out(int node) => new(_tables.FirstEdge[_tables.FirstPort[node]], _tables.FirstEdge[_tables.FirstPort[node + 1]]);

    /// <summary>Counts the edges of one port.</summary>
    public int CountAt(int node, int port)
    {
        var at = _tables.FirstPort[node] + port;
        return _tables.FirstEdge[at + 1] - _tables.FirstEdge[at];
    }

    /// <summary>Lists the groups of edges that one firing of a node takes at once: those of each port, and of all cases where a switch takes all that hold.</summary>
    public int Groups(int node) => TakesAll(node) ? 2 : _tables.FirstPort[node + 1] - _tables.FirstPort[node];

    public EdgeRange Group(int node, int group)
    {
        var (first, end) = (_tables.FirstPort[node], _tables.FirstPort[node + 1]);
        return !TakesAll(node) ? new(_tables.FirstEdge[first + group], _tables.FirstEdge[first + group + 1])
            : group == 0 ? new(_tables.FirstEdge[first], _tables.FirstEdge[end - 1]) // the cases
            : new(_tables.FirstEdge[end - 1], _tables.FirstEdge[end]); // the default
    }

    /// <summary>Tells whether a node can send more than one token at once.</summary>
    public bool IsSplit(int node)
    {
        for (var group = 0; group < Groups(node); group++)
        {
            if (Group(node, group).Count > 1)
            {
                return true;
            }
        }

        return false;
    }

    private bool TakesAll(int node) => _tables.Settings[node] is SwitchSettings { TakesAll: true };
}
