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
    private readonly List<(string Name, int Owner)>?[] _writes;
    private readonly HashSet<(string Name, int Node)> _reported = [];
    private int _visits;

    private ParallelWrites(CanvasDefinition canvas, GraphTables tables)
    {
        _canvas = canvas;
        _tables = tables;
        _writes = new List<(string Name, int Owner)>?[canvas.Nodes.Length];
    }

    public static void Add(CanvasDefinition canvas, GraphTables tables, List<CanvasFinding> findings)
    {
        var search = new ParallelWrites(canvas, tables);
        var isAnyWrittenTwice = search.AnyNameIsWrittenTwice();
        search.AddWritesOfItems(findings);
        if (!isAnyWrittenTwice)
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
        var names = new HashSet<(string, int)>();
        var any = false;
        for (var node = 0; node < _writes.Length; node++)
        {
            var written = !_tables.IsKnown(node) ? null : _tables.Settings[node] switch
            {
                SetSettings set => set.Names.AsEnumerable(),
                ActionSettings { OutputAs: { } name } => [name],
                _ => null,
            };
            _writes[node] = written?.Select(name => (name, OwnerOf(name, node))).ToList();
            foreach (var variable in _writes[node] ?? [])
            {
                any |= !names.Add(variable);
            }
        }

        return any;
    }

    // A container that declares the name keeps it apart from the run's and from that of others.
    private int OwnerOf(string name, int node)
    {
        var at = _tables.Containers.ParentOf(node);
        while (at >= 0 && !Declares(at, name))
        {
            at = _tables.Containers.ParentOf(at);
        }

        return at;
    }

    private bool Declares(int container, string name) => _tables.IsKnown(container) && _tables.Settings[container] switch
    {
        ForEachSettings each => each.ItemAs == name || each.Variables.Names.Contains(name),
        ScopeSettings scope => scope.Variables.Names.Contains(name),
        _ => false,
    };

    // Each item of a parallel for_each writes what is declared outside of it.
    private void AddWritesOfItems(List<CanvasFinding> findings)
    {
        for (var node = 0; node < _writes.Length; node++)
        {
            foreach (var (name, owner) in _writes[node] ?? [])
            {
                for (var at = _tables.Containers.ParentOf(node); at != owner; at = _tables.Containers.ParentOf(at))
                {
                    if (_tables.IsKnown(at) && _tables.Settings[at] is ForEachSettings { MaxParallel: not 1 } && _reported.Add((name, node)))
                    {
                        Report(node, findings, $"Node \"{CanvasReader.Shorten(_canvas.Nodes[node].Id)}\" writes the variable \"{CanvasReader.Shorten(name)}\" for items of \"{CanvasReader.Shorten(_canvas.Nodes[at].Id)}\" that are at work at once: whichever comes last wins. Declare it in the container's \"variables\" to give each item one of its own.");
                    }
                }
            }
        }
    }

    // What may start at once: a container's entries; several edges of one port, and of all ports when a switch takes all that hold.
    private IEnumerable<int[]> SplitsAt(int node)
    {
        var (first, next) = (_tables.FirstPort[node], _tables.FirstPort[node + 1]);
        yield return _tables.Containers.Entries(node).ToArray();
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
        var names = new Dictionary<(string, int), int>();
        foreach (var node in one.Where(node => _writes[node] is not null && !other.Contains(node)))
        {
            foreach (var variable in _writes[node]!)
            {
                names.TryAdd(variable, node);
            }
        }

        foreach (var node in other.Where(node => _writes[node] is not null && !one.Contains(node)))
        {
            foreach (var variable in _writes[node]!)
            {
                if (names.TryGetValue(variable, out var first) && _reported.Add((variable.Name, node)))
                {
                    Report(split, first, node, variable.Name, findings);
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

            Add(_tables.Targets.AsSpan(_tables.FirstEdge[_tables.FirstPort[node]].._tables.FirstEdge[_tables.FirstPort[node + 1]]));
            Add(_tables.Containers.Entries(node));
        }

        return reached;

        void Add(ReadOnlySpan<int> nodes)
        {
            foreach (var next in nodes)
            {
                if (reached.Add(next))
                {
                    open.Push(next);
                }
            }
        }
    }

    private void Report(int split, int first, int node, string name, List<CanvasFinding> findings)
    {
        var (writer, other, from) = (_canvas.Nodes[node], _canvas.Nodes[first], _canvas.Nodes[split]);
        Report(node, findings, $"Nodes \"{CanvasReader.Shorten(other.Id)}\" and \"{CanvasReader.Shorten(writer.Id)}\" both write the variable \"{CanvasReader.Shorten(name)}\", on branches that \"{CanvasReader.Shorten(from.Id)}\" starts at once: whichever comes last wins.");
    }

    private void Report(int node, List<CanvasFinding> findings, string message) => findings.Add(new CanvasFinding
    {
        Severity = FindingSeverity.Warning,
        Code = "parallel_writes",
        NodeId = _canvas.Nodes[node].Id,
        Message = message,
        Path = FaultPath.Root.Member("nodes").Item(_canvas.Nodes[node].Index),
    });
}
