using System.Globalization;

namespace Aurion.Engine.Tests.Execution;

/// <summary>A canvas of steps, sequences, splits with their joins, and containers, in one another, of which it is known without a machine what is entered.</summary>
internal sealed class JoinBlock
{
    private readonly Random _random;
    private readonly List<string> _nodes = ["""{"id":"t","type":"trigger"}"""];
    private readonly List<string> _edges = [];
    private readonly List<(string Join, int Needed, string[] Ends, List<string> Paths)> _joins = [];
    private readonly List<string> _keys = [];
    private int _counter;

    private JoinBlock(Random random) => _random = random;

    public string Canvas => $$"""{"nodes":[{{string.Join(',', _nodes)}}],"edges":[{{string.Join(',', _edges)}}]}""";

    /// <summary>Gets the key of every step.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>Gets for each join its key, how many branches it needs, and the keys of the steps that its branches end with.</summary>
    public IEnumerable<(string Join, int Needed, string[] Branches)> Joins => _joins.SelectMany(static join =>
        join.Paths.Select(path => ($"{path}{join.Join}/1", join.Needed, join.Ends.Select(end => $"{path}{end}/1").ToArray())));

    public static JoinBlock Draw(Random random)
    {
        var block = new JoinBlock(random);
        var (first, _) = block.Draw(parent: null, ["run_7/"], depth: 0);
        block.Connect("t", first);
        return block;
    }

    // Answers the node where it begins, and the one where it ends.
    private (string First, string Last) Draw(string? parent, List<string> paths, int depth)
    {
        switch (depth > 4 ? 0 : _random.Next(depth == 0 ? 3 : 0, 8))
        {
            case 0 or 1 or 2:
                var step = Add("action", """{"type":"x"}""", parent, paths);
                return (step, step);
            case 3 or 4:
                var (first, next) = Draw(parent, paths, depth + 1);
                var (after, last) = Draw(parent, paths, depth + 1);
                Connect(next, after);
                return (first, last);
            case 5 or 6:
                return Split(parent, paths, depth);
            default:
                return Container(parent, paths, depth);
        }
    }

    private (string First, string Last) Split(string? parent, List<string> paths, int depth)
    {
        var split = Add("action", """{"type":"x"}""", parent, paths);
        var branches = Enumerable.Range(0, _random.Next(2, 4)).Select(_ => Draw(parent, paths, depth + 1)).ToList();
        return (split, Join(split, branches, parent, paths));
    }

    private string Join(string? split, List<(string First, string Last)> branches, string? parent, List<string> paths)
    {
        var needed = _random.Next(1, branches.Count + 1);
        var (config, least) = _random.Next(4) switch
        {
            0 => ("""{"mode":"all"}""", branches.Count),
            1 => ("""{"mode":"any"}""", 1),
            2 => ($$"""{"mode":"n","n":{{needed.ToString(CultureInfo.InvariantCulture)}}}""", needed),
            _ => ("{}", branches.Count),
        };
        var join = Add("join", config, parent, paths);
        foreach (var (first, last) in branches)
        {
            if (split is not null)
            {
                Connect(split, first);
            }

            Connect(last, join);
        }

        _joins.Add((join, least, [.. branches.Select(static branch => branch.Last)], paths));
        return join;
    }

    private (string First, string Last) Container(string? parent, List<string> paths, int depth)
    {
        var items = _random.Next(-1, 4);
        var id = items < 0
            ? Add("scope", "{}", parent, paths)
            : Add("for_each", $$"""{"items":[{{string.Join(',', Enumerable.Range(0, items))}}],"mode":"{{(_random.Next(2) == 0 ? "parallel" : "sequential")}}"}""", parent, paths);
        List<string> inside = items < 0
            ? [.. paths.Select(path => $"{path}{id}#1/")]
            : [.. paths.SelectMany(path => Enumerable.Range(0, items).Select(index => $"{path}{id}[{index.ToString(CultureInfo.InvariantCulture)}]#1/"))];
        if (_random.Next(2) == 0)
        {
            Draw(id, inside, depth + 1);
        }
        else
        {
            // Entered at several nodes: the container itself is what the branches begin at.
            Join(split: null, [Draw(id, inside, depth + 1), Draw(id, inside, depth + 1)], id, inside);
        }

        return (id, id);
    }

    private string Add(string type, string config, string? parent, List<string> paths)
    {
        var id = $"n{(++_counter).ToString(CultureInfo.InvariantCulture)}";
        _nodes.Add($$"""{"id":"{{id}}","type":"{{type}}","config":{{config}}{{(parent is null ? string.Empty : $",\"parent_id\":\"{parent}\"")}}}""");
        _keys.AddRange(paths.Select(path => $"{path}{id}/1"));
        return id;
    }

    private void Connect(string from, string to) => _edges.Add($$"""{"from":"{{from}}","to":"{{to}}"}""");
}
