using System.Globalization;
using System.Numerics;
using System.Text;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>
/// A small canvas: node 0 is the trigger, the others work (one result), choose (one of two results) or join.
/// The targets of a port are a bit set of nodes.
/// </summary>
internal sealed class SmallCanvas
{
    private SmallCanvas(Node[] nodes) => Nodes = nodes;

    public enum Kind
    {
        Work,
        Choice,
        Active,
        All,
        Any,
        AnyCancel,
        Two,
    }

    /// <summary>One node.</summary>
    /// <param name="Kind">What it does; the trigger works without waiting.</param>
    /// <param name="Out">The targets of its main port.</param>
    /// <param name="Error">The targets of its other port; 0 unless it chooses.</param>
    public readonly record struct Node(Kind Kind, int Out, int Error)
    {
        public bool IsJoin => Kind >= Kind.Active;

        public bool IsSplit => BitOperations.PopCount((uint)Out) > 1 || BitOperations.PopCount((uint)Error) > 1;

        public int Targets => Out | Error;
    }

    public Node[] Nodes { get; }

    public int Count => Nodes.Length;

    public bool CancelsRest => Nodes.Any(static node => node.Kind is Kind.AnyCancel);

    public bool HasChoice => Nodes.Any(static node => node.Kind is Kind.Choice);

    public bool IsAcyclic
    {
        get
        {
            for (var node = 0; node < Count; node++)
            {
                if ((Reach(Nodes[node].Targets, without: -1) & (1 << node)) != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Lists every canvas of so many inner nodes, one of those that differ in the order of the nodes alone.</summary>
    /// <param name="inner">The number of inner nodes.</param>
    /// <param name="acyclic">Whether edges lead to later nodes only.</param>
    /// <param name="keep">Tells by its number whether a canvas is looked at.</param>
    public static IEnumerable<SmallCanvas> All(int inner, bool acyclic, Func<long, bool> keep)
    {
        var options = Enumerable.Range(1, inner).Select(node => Options(node, inner, acyclic)).ToArray();
        var total = options.Aggregate((1L << inner) - 1, static (product, list) => product * list.Length);
        for (var number = 0L; number < total; number++)
        {
            if (!keep(number))
            {
                continue;
            }

            var nodes = new Node[inner + 1];
            var rest = Math.DivRem(number, (1 << inner) - 1, out var starts);
            nodes[0] = new Node(Kind.Work, (int)(starts + 1) << 1, 0);
            for (var node = 1; node <= inner; node++)
            {
                rest = Math.DivRem(rest, options[node - 1].Length, out var option);
                nodes[node] = options[node - 1][option];
            }

            var canvas = new SmallCanvas(nodes);
            if (canvas.IsInteresting() && canvas.IsFirst(acyclic))
            {
                yield return canvas;
            }
        }
    }

    /// <summary>Tells which nodes can be reached from some, these among them, as if one were not there.</summary>
    public int Reach(int from, int without)
    {
        var reached = from;
        for (var before = 0; before != reached;)
        {
            before = reached;
            for (var node = 0; node < Count; node++)
            {
                if (node != without && (before & (1 << node)) != 0)
                {
                    reached |= Nodes[node].Targets;
                }
            }
        }

        return reached;
    }

    public string ToJson()
    {
        var nodes = new StringBuilder("""{"id":"n0","type":"trigger"}""");
        var edges = new List<string>();
        for (var at = 0; at < Count; at++)
        {
            var (kind, main, error) = Nodes[at];
            if (at > 0)
            {
                nodes.Append(CultureInfo.InvariantCulture, $$""",{"id":"n{{at}}",{{(kind switch
                {
                    Kind.Work or Kind.Choice => """ "type":"action","config":{"type":"x"} """,
                    Kind.Active => """ "type":"join" """,
                    Kind.All => """ "type":"join","config":{"mode":"all"} """,
                    Kind.Any => """ "type":"join","config":{"mode":"any"} """,
                    Kind.AnyCancel => """ "type":"join","config":{"mode":"any","cancel_rest":true} """,
                    _ => """ "type":"join","config":{"mode":"n","n":2} """,
                })}}}""");
            }

            for (var to = 0; to < Count; to++)
            {
                if ((main & (1 << to)) != 0)
                {
                    edges.Add($$"""{"from":"n{{at}}","to":"n{{to}}"}""");
                }

                if ((error & (1 << to)) != 0)
                {
                    edges.Add($$"""{"from":"n{{at}}","to":"n{{to}}","condition":"error"}""");
                }
            }
        }

        return $$"""{"nodes":[{{nodes}}],"edges":[{{string.Join(',', edges)}}]}""";
    }

    public override string ToString() => string.Join("; ", Nodes.Select((node, at) =>
        $"{at}:{node.Kind}→{List(node.Out)}{(node.Error == 0 ? string.Empty : "|" + List(node.Error))}"));

    private static string List(int set) => string.Join(',', Enumerable.Range(0, 16).Where(node => (set & (1 << node)) != 0));

    private static Node[] Options(int node, int inner, bool acyclic)
    {
        var allowed = Enumerable.Range(1, inner).Where(to => !acyclic || to > node).Select(static to => 1 << to).ToArray();
        var sets = Enumerable.Range(0, 1 << allowed.Length)
            .Select(set => allowed.Where((_, at) => (set & (1 << at)) != 0).Sum())
            .ToArray();
        return
        [
            .. sets.Select(static set => new Node(Kind.Work, set, 0)),
            .. allowed.Append(0).SelectMany(main => allowed.Where(error => error != main).Select(error => new Node(Kind.Choice, main, error))),
            .. Enum.GetValues<Kind>().Where(static kind => kind >= Kind.Active).SelectMany(kind => sets.Select(set => new Node(kind, set, 0))),
        ];
    }

    // All is reached, something splits, something joins, and two edges lead to a join.
    private bool IsInteresting()
    {
        if (Reach(1, without: -1) != (1 << Count) - 1 || !Array.Exists(Nodes, static node => node.IsSplit))
        {
            return false;
        }

        // A loop of joins alone never waits: the machine ends it by its budget, which is no matter of joins.
        var joins = Enumerable.Range(0, Count).Where(node => Nodes[node].IsJoin).ToList();
        for (var lap = joins.Count; lap > 0; lap--)
        {
            joins.RemoveAll(join => !joins.Exists(other => (Nodes[join].Targets & (1 << other)) != 0));
        }

        if (joins.Count > 0)
        {
            return false;
        }

        for (var join = 1; join < Count; join++)
        {
            if (Nodes[join].IsJoin && Nodes.Sum(node => (node.Out >> join & 1) + (node.Error >> join & 1)) > 1)
            {
                return true;
            }
        }

        return false;
    }

    // Of the canvases that renumbering makes of this one it has the least code.
    private bool IsFirst(bool acyclic)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        var own = Code(order);
        return !Permute(1);

        bool Permute(int at)
        {
            if (at == Count)
            {
                return Code(order) < own && (!acyclic || IsInOrder());
            }

            for (var other = at; other < Count; other++)
            {
                (order[at], order[other]) = (order[other], order[at]);
                var isLess = Permute(at + 1);
                (order[at], order[other]) = (order[other], order[at]);
                if (isLess)
                {
                    return true;
                }
            }

            return false;
        }

        bool IsInOrder()
        {
            for (var at = 0; at < Count; at++)
            {
                for (var earlier = 0; earlier <= at; earlier++)
                {
                    if ((Nodes[order[at]].Targets & (1 << order[earlier])) != 0)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }

    private UInt128 Code(int[] order)
    {
        UInt128 code = 0;
        var place = new int[Count];
        for (var at = 0; at < Count; at++)
        {
            place[order[at]] = at;
        }

        for (var at = 0; at < Count; at++)
        {
            var node = Nodes[order[at]];
            code = (((code << 3) | (uint)node.Kind) << (2 * Count)) | (uint)((Move(node.Out) << Count) | Move(node.Error));
        }

        return code;

        int Move(int set)
        {
            var moved = 0;
            for (var node = 0; node < Count; node++)
            {
                if ((set & (1 << node)) != 0)
                {
                    moved |= 1 << place[node];
                }
            }

            return moved;
        }
    }
}
