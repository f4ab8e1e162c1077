using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Finds each join's home, per trigger: the nearest split that every way to the join passes, within its container. Refuses joins that could not work.</summary>
internal sealed class JoinHomes
{
    // Many triggers or containers over one huge canvas would be quadratic; nobody draws that.
    private const int MaxVisits = 50_000_000;

    private readonly CanvasDefinition _canvas;
    private readonly GraphTables _tables;
    private readonly GraphEdges _edges;
    private readonly List<CanvasFinding> _findings;
    private readonly HashSet<(string Code, int Node)> _reported = [];
    private readonly bool[] _isSplit;
    private readonly int[] _numbers;
    private int _visits;

    private JoinHomes(CanvasDefinition canvas, GraphTables tables, List<CanvasFinding> findings)
    {
        _canvas = canvas;
        _tables = tables;
        _edges = new GraphEdges(tables);
        _findings = findings;
        _numbers = new int[canvas.Nodes.Length];
        _isSplit = new bool[canvas.Nodes.Length];
        for (var node = 0; node < _isSplit.Length; node++)
        {
            _isSplit[node] = _edges.IsSplit(node);
        }
    }

    /// <summary>Finds the joins' homes and reports what is wrong with them.</summary>
    /// <returns>A table for each trigger; null when the canvas has no join, or errors that hide how its nodes hang together.</returns>
    public static Dictionary<int, JoinTable>? Find(CanvasDefinition canvas, GraphTables tables, List<CanvasFinding> findings)
    {
        if (!tables.Kinds.Contains(NodeKind.Join) || tables.Triggers.IsEmpty || !IsWhole(tables, findings))
        {
            return null;
        }

        var homes = new JoinHomes(canvas, tables, findings);
        var inside = homes.ReadContainers();
        var found = new Dictionary<int, JoinTable>();
        foreach (var trigger in tables.Triggers)
        {
            var table = new JoinTable(homes._edges, inside);
            homes.Read(table, trigger, [trigger], isContainer: false);
            found.Add(trigger, table);
        }

        homes.CheckCycles([inside, .. found.Values]);
        return found;
    }

    private static bool IsWhole(GraphTables tables, List<CanvasFinding> findings)
    {
        for (var node = 0; node < tables.Kinds.Length; node++)
        {
            if (!tables.IsKnown(node))
            {
                return false;
            }
        }

        return !findings.Exists(static finding => finding is { Severity: FindingSeverity.Error, Edge: not null });
    }

    private JoinTable ReadContainers()
    {
        var table = new JoinTable(_edges, inside: null);
        for (var node = 0; node < _canvas.Nodes.Length; node++)
        {
            if (_tables.Containers.Entries(node) is { IsEmpty: false } entries)
            {
                Read(table, node, entries.ToArray(), isContainer: true);
            }
        }

        return table;
    }

    private void Read(JoinTable table, int root, int[] entries, bool isContainer)
    {
        if (_visits > MaxVisits)
        {
            return; // it is reported once for all
        }

        var tree = DominatorTree.Build(_edges, entries, _numbers);
        _visits += tree.Count;

        // A dominator has a lower number, so each node finds the answer of the one above it.
        var homes = new int[tree.Count];
        for (var number = 1; number < tree.Count; number++)
        {
            var above = tree.DominatorOf(number);
            homes[number] = above != 0 && _isSplit[tree.NodeAt(above)] ? above : homes[above];
            if (_tables.Kinds[tree.NodeAt(number)] is NodeKind.Join)
            {
                Add(table, tree, tree.NodeAt(number), homes[number], isContainer && entries.Length > 1 ? root : -1);
            }
        }

        tree.Release();
    }

    private void Add(JoinTable table, DominatorTree tree, int join, int home, int container)
    {
        var settings = (JoinSettings)_tables.Settings[join];
        if (home == 0 && container < 0)
        {
            ReportHomeless(join, settings);
            return;
        }

        var incoming = _edges.In(join);
        var takable = new NodeSet(incoming.Length);
        var needed = 0;
        for (var at = 0; at < incoming.Length; at++)
        {
            if (tree.NumberOf(_edges.Source(incoming[at])) > 0)
            {
                takable.Add(at);
                needed++;
            }
        }

        table.Add(new JoinPlan(_edges, join, home == 0 ? container : tree.NodeAt(home), home == 0, takable, needed, settings));
    }

    private void ReportHomeless(int join, JoinSettings settings)
    {
        if (settings.Word is "active" or "any")
        {
            Report(FindingSeverity.Warning, "join_without_home", join, $"Join {Name(join)} has no split before it that every way to it passes, so at most one branch is ever there to wait for: it passes each as it comes.");
        }
        else
        {
            Report(FindingSeverity.Error, "join_without_home", join, $"Join {Name(join)} has the mode {settings.Word}, but no split before it that every way to it passes, so it could never tell which branches belong together. Begin its branches at one node, or use the mode active.");
        }
    }

    // A way that leads back to a join without passing its home lies in one strongly connected part of the canvas.
    private void CheckCycles(JoinTable[] tables)
    {
        var parts = new StrongComponents(_edges);
        parts.Find(Enumerable.Range(0, _edges.NodeCount), without: -1);
        var inCycles = tables.SelectMany(static table => table.Plans).Where(plan => parts.IsInCycle(plan.Join)).ToList();
        if (inCycles.Count == 0)
        {
            return;
        }

        var members = Enumerable.Range(0, _edges.NodeCount).ToLookup(parts.PartOf);
        var inner = new StrongComponents(_edges);
        foreach (var group in inCycles.GroupBy(plan => (plan.Home, plan.IsScopeWide, Part: parts.PartOf(plan.Join))))
        {
            if (_visits > MaxVisits)
            {
                break;
            }

            inner.Find(members[group.Key.Part], without: group.Key.IsScopeWide ? -1 : group.Key.Home);
            _visits += members[group.Key.Part].Count();
            CheckCycles(group.Key.Home, [.. group], inner);
        }

        if (_visits > MaxVisits)
        {
            Report(FindingSeverity.Error, "joins_too_complex", inCycles[0].Join, $"The canvas has too many triggers, or loops within loops, for its joins to be judged ({_canvas.Nodes.Length} nodes). Divide it into several workflows.");
        }
    }

    private void CheckCycles(int home, List<JoinPlan> joins, StrongComponents parts)
    {
        var first = new Dictionary<int, int>();
        foreach (var plan in joins)
        {
            if (!parts.IsInCycle(plan.Join))
            {
                continue;
            }

            if (plan.Settings.Mode is not JoinMode.Active)
            {
                Report(FindingSeverity.Error, "join_in_loop", plan.Join, $"Join {Name(plan.Join)} has the mode {plan.Settings.Word} and lies on a loop that does not pass {Name(home)}, where its branches begin, so one round could not be told from the next. Lead the loop back to {Name(home)} or before it, or use the mode active.");
            }

            if (!first.TryAdd(parts.PartOf(plan.Join), plan.Join) && first[parts.PartOf(plan.Join)] != plan.Join)
            {
                Report(FindingSeverity.Error, "joins_wait_for_each_other", plan.Join, $"Joins {Name(first[parts.PartOf(plan.Join)])} and {Name(plan.Join)} gather the branches of {Name(home)} and each can be reached from the other, so they would wait for each other. Lead the loop back to {Name(home)} or before it.");
            }
        }
    }

    private string Name(int node) => $"\"{CanvasReader.Shorten(_canvas.Nodes[node].Id)}\"";

    // The same may hold for several triggers.
    private void Report(FindingSeverity severity, string code, int node, string message)
    {
        if (_reported.Add((code, node)))
        {
            _findings.Add(new CanvasFinding
            {
                Severity = severity,
                Code = code,
                NodeId = _canvas.Nodes[node].Id,
                Message = message,
                Path = FaultPath.Root.Member("nodes").Item(_canvas.Nodes[node].Index),
            });
        }
    }
}
