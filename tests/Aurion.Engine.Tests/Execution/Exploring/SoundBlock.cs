using System.Globalization;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>Draws canvases that are sound because of how they are put together: sequences, choices that meet again, splits with their joins, loops with a way out, containers, in one another.</summary>
internal sealed class SoundBlock
{
    private readonly Random _random;
    private readonly List<string[]> _nodes = [["t", "trigger", "{}", ""]];
    private readonly List<string[]> _edges = [];
    private int _left;

    private SoundBlock(Random random, int size)
    {
        _random = random;
        _left = size;
    }

    /// <summary>Draws a canvas.</summary>
    /// <param name="random">What decides.</param>
    /// <param name="size">About how many nodes it has.</param>
    public static string Draw(Random random, int size) => new SoundBlock(random, size).DrawAll().ToJson();

    /// <summary>Draws a canvas and changes it in one to three places: what is left is sound or not.</summary>
    public static string DrawMutated(Random random, int size)
    {
        var block = new SoundBlock(random, size).DrawAll();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            block.Change();
        }

        return block.ToJson();
    }

    private SoundBlock DrawAll()
    {
        var (first, ends) = Block(parent: string.Empty, isInLoop: false, mayEnd: true, depth: 0);
        Connect("t", "out", first);
        var last = Next();
        Add(last, "action", """{"type":"x"}""", string.Empty);
        Connect(ends, last);
        return this;
    }

    private string ToJson() =>
        $$"""{"nodes":[{{string.Join(',', _nodes.Select(static node => $$"""{"id":"{{node[0]}}","type":"{{node[1]}}","config":{{node[2]}}{{(node[3].Length == 0 ? string.Empty : $",\"parent_id\":\"{node[3]}\"")}}}"""))}}],"edges":[{{string.Join(',', _edges.Select(static edge => $$"""{"from":"{{edge[0]}}","to":"{{edge[2]}}","condition":"{{edge[1]}}"}"""))}}]}""";

    // Answers the node that it begins at, and the ports by which it is left: by exactly one of them, once.
    private (string First, List<(string Node, string Port)> Ends) Block(string parent, bool isInLoop, bool mayEnd, int depth)
    {
        _left--;
        switch (_left <= 0 || depth > 5 ? 0 : _random.Next(11))
        {
            case 0 or 1:
                return Step(parent);
            case 2 or 3 or 4:
                var (first, ends) = Block(parent, isInLoop, mayEnd, depth + 1);
                var (second, last) = Block(parent, isInLoop, mayEnd, depth + 1);
                Connect(ends, second);
                return (first, last);
            case 5 or 6:
                return Choice(parent, isInLoop, mayEnd, depth);
            case 7 or 8:
                return Split(parent, isInLoop, depth);
            case 9:
                return Loop(parent, depth);
            default:
                return Container(parent, depth);
        }
    }

    private (string First, List<(string Node, string Port)> Ends) Step(string parent)
    {
        var id = Next();
        var (type, config, ports) = _random.Next(7) switch
        {
            0 => ("action", """{"type":"x"}""", ["out", "error"]),
            1 => ("approval", """{"approvers":["role:a"],"expires_in":"PT1H"}""", ["approved", "rejected", "expired"]),
            2 => ("wait_event", """{"event_type":"a.b","timeout":"PT1H"}""", ["received", "timeout"]),
            3 => ("delay", """{"duration":"PT5M"}""", ["out"]),
            4 => ("set", """{"assign":{"v":1}}""", ["out"]),
            _ => ("action", """{"type":"x"}""", (string[])["out"]),
        };
        Add(id, type, config, parent);
        return (id, [.. ports.Select(port => (id, port))]);
    }

    private (string First, List<(string Node, string Port)> Ends) Choice(string parent, bool isInLoop, bool mayEnd, int depth)
    {
        var id = Next();
        var ports = _random.Next(3) switch
        {
            0 => Add(id, "switch", """{"cases":[{"name":"a","conditions":[{"field":"n","operator":"equals","value":1}]},{"name":"b","conditions":[{"field":"n","operator":"equals","value":2}]}]}""", parent, "a", "b", "default"),
            _ => Add(id, "condition", """{"field":"n","operator":"equals","value":1}""", parent, "true", "false"),
        };
        var ends = new List<(string Node, string Port)>();
        for (var at = 0; at < ports.Length; at++)
        {
            switch (_random.Next(at == 0 ? 6 : 7))
            {
                case 0 when mayEnd && at > 0:
                    break; // this way ends here
                case 1:
                    ends.Add((id, ports[at]));
                    break;
                default:
                    var (first, last) = Block(parent, isInLoop, mayEnd, depth + 1);
                    Connect(id, ports[at], first);
                    ends.AddRange(last);
                    break;
            }
        }

        return (id, ends);
    }

    private (string First, List<(string Node, string Port)> Ends) Split(string parent, bool isInLoop, int depth)
    {
        var id = Next();
        var join = Next();
        var count = _random.Next(2, 4);
        if (_random.Next(4) == 0)
        {
            Add(id, "switch", """{"mode":"all","cases":[{"name":"a","conditions":[{"field":"n","operator":"equals","value":1}]},{"name":"b","conditions":[{"field":"n","operator":"equals","value":2}]}]}""", parent);
            Add(join, "join", "{}", parent);
            foreach (var port in (string[])["a", "b"])
            {
                var (first, ends) = Block(parent, isInLoop, mayEnd: false, depth + 1);
                Connect(id, port, first);
                Connect(ends, join);
            }

            Connect(id, "default", join);
            return (id, [(join, "out")]);
        }

        // In a loop no branch may be left behind.
        var config = _random.Next(isInLoop ? 2 : 4) switch
        {
            0 => "{}",
            1 => """{"mode":"all"}""",
            2 => _random.Next(2) == 0 ? """{"mode":"any"}""" : """{"mode":"any","cancel_rest":true}""",
            _ => $$"""{"mode":"n","n":{{_random.Next(1, count + 1).ToString(CultureInfo.InvariantCulture)}}}""",
        };
        Add(id, "action", """{"type":"x"}""", parent);
        Add(join, "join", config, parent);
        var mayEnd = config == "{}";
        for (var branch = 0; branch < count; branch++)
        {
            var (first, ends) = Block(parent, isInLoop, mayEnd && branch > 0, depth + 1);
            if (config.Contains("\"n\"", StringComparison.Ordinal) || config.Contains("any", StringComparison.Ordinal))
            {
                // A branch that never waits would always be the first, and end others before they begin.
                var work = Next();
                Add(work, "action", """{"type":"x"}""", parent);
                Connect(work, "out", first);
                first = work;
            }

            Connect(id, "out", first);

            // A join of the mode all waits for each of its edges: a branch comes to it by one.
            if (ends.Count > 1 && config.Contains("all", StringComparison.Ordinal))
            {
                var one = Next();
                Add(one, "action", """{"type":"x"}""", parent);
                Connect(ends, one);
                ends = [(one, "out")];
            }

            Connect(ends, join);
        }

        return (id, [(join, "out")]);
    }

    private (string First, List<(string Node, string Port)> Ends) Loop(string parent, int depth)
    {
        var head = Next();
        Add(head, "action", """{"type":"x"}""", parent);
        var (first, ends) = Block(parent, isInLoop: true, mayEnd: false, depth + 1);
        Connect(head, "out", first);
        var again = Next();
        Add(again, "condition", """{"field":"n","operator":"equals","value":1}""", parent);
        Connect(ends, again);
        Connect(again, "true", head);
        return (head, [(again, "false")]);
    }

    private (string First, List<(string Node, string Port)> Ends) Container(string parent, int depth)
    {
        var id = Next();
        var ports = _random.Next(4) switch
        {
            0 => Add(id, "for_each", """{"items":"{{list}}","mode":"parallel"}""", parent, "done", "error"),
            1 => Add(id, "for_each", """{"items":"{{list}}"}""", parent, "done"),
            2 => Add(id, "scope", """{"timeout":"PT1H"}""", parent, "done", "error", "timeout"),
            _ => Add(id, "scope", "{}", parent, "done"),
        };

        // It is entered at what nothing leads to, which the first node of a loop is not.
        var entry = Next();
        Add(entry, "action", """{"type":"x"}""", id);
        var (first, _) = Block(id, isInLoop: false, mayEnd: true, depth + 1);
        Connect(entry, "out", first);
        return (id, [.. ports.Select(port => (id, port))]);
    }

    private void Change()
    {
        switch (_random.Next(7))
        {
            case 0 when _edges.Count > 1:
                _edges.RemoveAt(_random.Next(_edges.Count));
                break;
            case 1 or 2:
                var edge = _edges[_random.Next(_edges.Count)];
                edge[2] = NodeBeside(edge[0]);
                break;
            case 3:
                var from = _edges[_random.Next(_edges.Count)];
                _edges.Add([from[0], from[1], NodeBeside(from[0])]);
                break;
            case 4 when _nodes.Find(static node => node[1] == "join") is not null:
                var joins = _nodes.Where(static node => node[1] == "join").ToList();
                joins[_random.Next(joins.Count)][2] = _random.Next(5) switch { 0 => "{}", 1 => """{"mode":"any"}""", 2 => """{"mode":"n","n":2}""", 3 => """{"mode":"any","cancel_rest":true}""", _ => """{"mode":"all"}""" };
                break;
            case 5:
                var step = _nodes[_random.Next(1, _nodes.Count)];
                if (step[1] == "action")
                {
                    (step[1], step[2]) = _random.Next(3) switch
                    {
                        0 => ("join", """{"mode":"all"}"""),
                        1 => ("cancel", $$"""{"nodes":["{{_nodes[_random.Next(1, _nodes.Count)][0]}}"]}"""),
                        _ => ("end", _random.Next(3) switch { 0 => """{"ends":"run"}""", 1 => """{"status":"failed"}""", _ => "{}" }),
                    };
                    _edges.RemoveAll(edge => edge[0] == step[0] && (step[1] == "end" || edge[1] != "out"));
                }

                break;
            default:
                var port = _edges[_random.Next(_edges.Count)];
                if (port[1] is "true" or "false")
                {
                    port[1] = port[1] == "true" ? "false" : "true";
                }

                break;
        }
    }

    private string NodeBeside(string id)
    {
        var parent = _nodes.Find(node => node[0] == id)![3];
        var beside = _nodes.Where(node => node[3] == parent && node[1] != "trigger").ToList();
        return beside[_random.Next(beside.Count)][0];
    }

    private string[] Add(string id, string type, string config, string parent, params string[] ports)
    {
        _nodes.Add([id, type, config, parent]);
        return ports;
    }

    private void Connect(List<(string Node, string Port)> from, string to)
    {
        foreach (var (node, port) in from)
        {
            Connect(node, port, to);
        }
    }

    private void Connect(string from, string port, string to) => _edges.Add([from, port, to]);

    private string Next() => $"n{_nodes.Count.ToString(CultureInfo.InvariantCulture)}x{(++_count).ToString(CultureInfo.InvariantCulture)}";

    private int _count;
}
