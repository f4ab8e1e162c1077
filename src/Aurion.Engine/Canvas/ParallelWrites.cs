using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Finds variables that two branches of one split may write at the same time: whichever comes last wins, by chance.</summary>
internal sealed class ParallelWrites
{
    // Reaching far from every split of a huge canvas is quadratic; past the budget nothing more is said.
    private const int MaxVisits = 500_000;

    private readonly CanvasDefinition _canvas;
    private readonly GraphTables _tables;
    private readonly List<string>?[] _writes;
    private readonly HashSet<(string Name, int Node)> _reported = [];
    private int _visits;

    private ParallelWrites(CanvasDefinition canvas, GraphTables tables)
    {
        _canvas = canvas;
        _tables = tables;
        _writes = new List<string>?[canvas.Nodes.Length];
    }

    public static void Add(CanvasDefinition canvas, GraphTables tables, List<CanvasFinding> findings)
    {
        var search = new ParallelWrites(canvas, tables);
        if (!search.AnyNameIsWrittenTwice())
        {
            return;
        }

        for (var node = 0; node < canvas.Nodes.Length && search._visits < MaxVisits; node++)
        {
            foreach (var branches in search.SplitsAt(node))
            {
                search.AddWritesOf(node, branches, findings);
            }
        }
    }

    private bool AnyNameIsWrittenTwice()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var any = false;
        for (var node = 0; node < _writes.Length; node++)
        {
            _writes[node] = !_tables.IsKnown(node) ? null : _tables.Settings[node] switch
            {
                SetSettings set => [.. set.Names],
                ActionSettings { OutputAs: { } name } => [name],
                _ => null,
            };
            foreach (var name in _writes[node] ?? [])
            {
                any |= !names.Add(name);
            }
        }

        return any;
    }

    // What may start at once: several edges of one port, and of all ports when a switch takes all that hold.
    private IEnumerable<int[]> SplitsAt(int node)
    {
        var (first, next) = (_tables.FirstPort[node], _tables.FirstPort[node + 1]);
        if (_tables.IsKnown(node) && _tables.Settings[node] is SwitchSettings { TakesAll: true })
        {
            yield return _tables.Targets[_tables.FirstEdge[first].._tables.FirstEdge[next - 1]];
            yield break;
        }

        for (var port = first; port < next; port++)
        {
            yield return _tables.Targets[_tables.FirstEdge[port].._tables.FirstEdge[port + 1]];
        }
    }

    private void AddWritesOf(int split, int[] branches, List<CanvasFinding> findings)
    {
        if (branches.Length < 2)
        {
            return;
        }

        var reached = new HashSet<int>[branches.Length];
        for (var branch = 0; branch < branches.Length; branch++)
        {
            reached[branch] = Reach(branches[branch], split);
        }

        for (var branch = 0; branch < branches.Length; branch++)
        {
            for (var other = branch + 1; other < branches.Length && _visits < MaxVisits; other++)
            {
                Compare(split, reached[branch], reached[other], findings);
            }
        }
    }

    // A writer that both branches reach comes after they have met; only what is one branch's own is parallel to the other's.
    private void Compare(int split, HashSet<int> one, HashSet<int> other, List<CanvasFinding> findings)
    {
        _visits += one.Count + other.Count;
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in one.Where(node => _writes[node] is not null && !other.Contains(node)))
        {
            foreach (var name in _writes[node]!)
            {
                names.TryAdd(name, node);
            }
        }

        foreach (var node in other.Where(node => _writes[node] is not null && !one.Contains(node)))
        {
            foreach (var name in _writes[node]!)
            {
                if (names.TryGetValue(name, out var first) && _reported.Add((name, node)))
                {
                    Report(split, first, node, name, findings);
                }
            }
        }
    }

    private HashSet<int> Reach(int from, int split)
    {
        var reached = new HashSet<int> { from };
        var open = new Stack<int>(reached);
        while (open.TryPop(out var node) && _visits++ < MaxVisits)
        {
            // Coming round to the split begins another round, not a parallel branch.
            if (node == split)
            {
                continue;
            }

            foreach (var next in _tables.Targets.AsSpan(_tables.FirstEdge[_tables.FirstPort[node]].._tables.FirstEdge[_tables.FirstPort[node + 1]]))
            {
                if (reached.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }

    private void Report(int split, int first, int node, string name, List<CanvasFinding> findings)
    {
        var (writer, other, from) = (_canvas.Nodes[node], _canvas.Nodes[first], _canvas.Nodes[split]);
        findings.Add(new CanvasFinding
        {
            Severity = FindingSeverity.Warning,
            Code = "parallel_writes",
            NodeId = writer.Id,
            Message = $"Nodes \"{CanvasReader.Shorten(other.Id)}\" and \"{CanvasReader.Shorten(writer.Id)}\" both write the variable \"{CanvasReader.Shorten(name)}\", on branches that \"{CanvasReader.Shorten(from.Id)}\" starts at once: whichever comes last wins.",
            Path = FaultPath.Root.Member("nodes").Item(writer.Index),
        });
    }
}
