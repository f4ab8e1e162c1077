using System.Globalization;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution;

/// <summary>Draws canvases of containers in containers, with splits, loops, failures, handlers that undo, time limits, cancel nodes and, if wished, joins and what is driven by an engine alone.</summary>
internal sealed class RandomScopes(Random random, bool withJoins, DrivenKinds? driven = null)
{
    private const int MaxDepth = 3;

    private readonly List<string> _nodes = ["""{"id":"t","type":"trigger"}"""];
    private readonly List<string> _edges = [];
    private readonly List<string> _ids = [];
    private readonly List<string> _containers = [];
    private bool _waits; // the node drawn last: a loop through it does not spin
    private int _count;

    public static string Draw(Random random) => new RandomScopes(random, withJoins: false).Draw();

    /// <summary>Draws a canvas with joins in its containers, of which none is refused.</summary>
    public static string DrawWithJoins(Random random)
    {
        while (true)
        {
            var canvas = new RandomScopes(random, withJoins: true).Draw();
            if (canvas.Contains("\"join\"", StringComparison.Ordinal)
                && !CanvasValidator.Validate(CanvasDefinition.Parse(JsonText.Parse(canvas)), null, ActionCatalog.BuiltIn)
                    .Any(static finding => finding.Severity is FindingSeverity.Error && finding.Code.StartsWith("join", StringComparison.Ordinal)))
            {
                return canvas;
            }
        }
    }

    /// <summary>Draws a canvas of every kind of node for an engine to drive; the caller publishes it, and draws again when it is refused.</summary>
    public static string DrawDriven(Random random, DrivenKinds driven) => new RandomScopes(random, withJoins: true, driven).Draw();

    private string Draw()
    {
        var inside = Fill(parent: null, depth: 0);
        foreach (var id in inside.Take(random.Next(1, 3)))
        {
            Connect("t", "out", id);
        }

        // Last, when all that they can name is there.
        if (random.Next(2) == 0)
        {
            var target = random.Next(3) == 0 && _containers.Count > 0
                ? $$"""{"scope":"{{Pick(_containers)}}"}"""
                : $$"""{"nodes":["{{Pick(_ids)}}","{{Pick(_ids)}}"]}""";
            var (id, wait, parent) = (Next("c"), Next("n"), random.Next(2) == 0 || _containers.Count == 0 ? null : Pick(_containers));
            Add(wait, "delay", """{"duration":"PT3M"}""", parent);
            Add(id, "cancel", target, parent);
            Connect(wait, "out", id);
            if (parent is null)
            {
                Connect("t", "out", wait);
            }
        }

        return $$"""{"nodes":[{{string.Join(',', _nodes)}}],"edges":[{{string.Join(',', _edges)}}]}""";
    }

    private List<string> Fill(string? parent, int depth)
    {
        var count = random.Next(1, depth == 0 ? 3 : 4) + (withJoins ? random.Next(4) : 0);
        var ids = Enumerable.Range(0, count).Select(at => Next(withJoins && at > 1 && random.Next(3) == 0 ? "j" : "n")).ToList();
        for (var at = 0; at < ids.Count; at++)
        {
            foreach (var port in ids[at][0] == 'j' ? Join(ids[at], parent) : Draw(ids[at], parent, depth))
            {
                // Never into the first: there the container is entered.
                var targets = random.Next(8) switch { 0 => 0, 1 => 2, 2 or 3 when withJoins => 2, _ => 1 };
                for (var edge = 0; edge < targets && ids.Count > 1; edge++)
                {
                    var isBack = _waits && driven is not { Loops: false } && random.Next(12) == 0;
                    if (isBack || at + 1 < ids.Count)
                    {
                        Connect(ids[at], port, ids[isBack ? random.Next(1, ids.Count) : random.Next(at + 1, ids.Count)]);
                    }
                }
            }
        }

        return ids;
    }

    private string[] Join(string id, string? parent) => Add(
        id,
        "join",
        random.Next(8) switch
        {
            0 => """{"mode":"all"}""",
            1 or 2 => """{"mode":"any"}""",
            3 => """{"mode":"any","cancel_rest":true}""",
            4 => """{"mode":"n","n":2}""",
            5 => """{"mode":"n","n":2,"cancel_rest":true}""",
            _ => "{}",
        },
        parent,
        "out");

    private string[] Draw(string id, string? parent, int depth)
    {
        if (driven is not null && random.Next(3) == 0)
        {
            var (type, config, ports) = driven.Draw(random);
            Undo(id, type is "action" or "sub_workflow" ? parent : null);
            return Add(id, type, config, parent, ports);
        }

        switch (depth == 0 && random.Next(3) > 0 ? 99 : random.Next(depth < MaxDepth ? 17 : 11))
        {
            case 0:
                return Add(id, "condition", """{"field":"n","greater_than":2}""", parent, "true", "false");
            case 1:
                return Add(id, "switch", """{"mode":"all","cases":[{"name":"a","conditions":[]},{"name":"b","conditions":[{"field":"$item","operator":"equals","value":1}]}]}""", parent, "a", "b", "default");
            case 2 or 3 or 4:
                Undo(id, parent);
                return Add(id, "action", """{"type":"x","text":"{{$item}} {{$vars.x}}","output_as":"x"}""", parent, random.Next(5) == 0 ? ["out", "error"] : ["out"]);
            case 5:
                Undo(id, parent);
                return Add(id, "action", """{"type":"x","retry":{"max_attempts":2,"initial":"PT1M"}}""", parent, "out");
            case 6:
                Undo(id, parent);
                return Add(id, "approval", """{"approvers":["role:a"],"expires_in":"PT1H"}""", parent, "approved", "rejected", "expired");
            case 7:
                return Add(id, "delay", """{"duration":"PT10M"}""", parent, "out");
            case 8:
                return Add(id, "set", """{"assign":{"x":"{{$item_index}}","own":["{{$vars.own}}"]}}""", parent, "out");
            case 9:
                return Add(id, "end", random.Next(8) switch { 0 => """{"status":"failed"}""", 1 => """{"ends":"run"}""", _ => """{"output":"{{$vars.x}}"}""" }, parent);
            case 10:
                Undo(id, parent);
                return Add(id, "action", """{"type":"x","on_error":"continue"}""", parent, "out");
            default:
                return Container(id, parent, depth);
        }
    }

    private string[] Container(string id, string? parent, int depth)
    {
        _containers.Add(id);
        var variables = random.Next(2) == 0 ? string.Empty : ""","variables":{"own":"{{$item}}"}""";
        Undo(id, parent);
        Fill(id, depth + 1);
        if (random.Next(2) == 0)
        {
            var items = random.Next(8) == 0 ? "\"{{n}}\"" : $"[{string.Join(',', Enumerable.Range(0, random.Next(4)))}]";
            var mode = random.Next(3) switch { 0 => "\"mode\":\"sequential\"", 1 => "\"mode\":\"parallel\",\"max_parallel\":2", _ => "\"mode\":\"parallel\"" };
            var enough = random.Next(4) == 0 ? ""","complete_when":{"n":2}""" : string.Empty;
            return Add(id, "for_each", $$"""{"items":{{items}},{{mode}},"item_as":"it"{{enough}}{{variables}}}""", parent, random.Next(2) == 0 ? ["done"] : ["done", "error"]);
        }

        var timeout = random.Next(2) == 0 ? "\"timeout\":\"PT5M\"" : "\"_\":0";
        return Add(id, "scope", $$"""{{{timeout}}{{variables}}}""", parent, random.Next(3) switch { 0 => ["done"], 1 => ["done", "error"], _ => ["done", "error", "timeout", "cancelled"] });
    }

    private void Undo(string step, string? parent)
    {
        if (parent is not null && random.Next(4) > 0)
        {
            Add(Next("u"), "action", $$$"""{"type":"x","compensates":"{{{step}}}","text":"{{$steps.{{{step}}}.output}} {{$item}}","retry":{"max_attempts":2,"initial":"PT1M"}}""", parent);
        }
    }

    private string[] Add(string id, string type, string config, string? parent, params string[] ports)
    {
        _ids.Add(id);
        _waits = type is "approval" or "delay" or "wait_event" || (type is "action" && driven is null);
        _nodes.Add($$"""{"id":"{{id}}","type":"{{type}}","config":{{(driven is null ? config : DrivenKinds.Perform(random, config))}}{{(parent is null ? string.Empty : $",\"parent_id\":\"{parent}\"")}}}""");
        return ports;
    }

    private void Connect(string from, string port, string to) => _edges.Add($$"""{"from":"{{from}}","to":"{{to}}","condition":"{{port}}"}""");

    private string Next(string kind) => kind + (++_count).ToString(CultureInfo.InvariantCulture);

    private string Pick(List<string> from) => from[random.Next(from.Count)];
}
