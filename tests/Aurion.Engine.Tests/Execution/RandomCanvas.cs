using System.Globalization;
using System.Text;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution;

/// <summary>Draws canvases of the supported kinds, with loops, splits, merges, joins and nodes that nothing leads to.</summary>
internal static class RandomCanvas
{
    public static string Draw(Random random)
    {
        while (true)
        {
            var canvas = DrawAny(random);
            var findings = CanvasValidator.Validate(CanvasDefinition.Parse(JsonText.Parse(canvas)), null, ActionCatalog.BuiltIn);
            if (!findings.Any(static finding => finding.Severity is FindingSeverity.Error && finding.Code.StartsWith("join", StringComparison.Ordinal)))
            {
                return canvas; // joins that could not work are refused
            }
        }
    }

    private static string DrawAny(Random random)
    {
        var count = random.Next(2, 10);
        var nodes = new StringBuilder("""{"id":"n0","type":"trigger"}""");
        var edges = new List<string>();
        Connect(0, "out");
        for (var at = 1; at < count; at++)
        {
            var (type, config, ports) = Node(random);
            nodes.Append(CultureInfo.InvariantCulture, $$""",{"id":"n{{at}}","type":"{{type}}","config":{{config}}}""");
            foreach (var port in ports)
            {
                Connect(at, port);
            }
        }

        return $$"""{"nodes":[{{nodes}}],"edges":[{{string.Join(',', edges)}}]}""";

        void Connect(int from, string port)
        {
            // Mostly one edge, and mostly onward, so that runs get somewhere.
            var targets = random.Next(10) switch { 0 => 0, 1 or 2 => 2, _ => 1 };
            for (var edge = 0; edge < targets; edge++)
            {
                var to = random.Next(4) == 0 || from + 1 >= count ? random.Next(1, count) : random.Next(from + 1, count);
                edges.Add($$"""{"from":"n{{from}}","to":"n{{to}}","condition":"{{port}}"}""");
            }
        }
    }

    private static (string Type, string Config, string[] Ports) Node(Random random) => random.Next(16) switch
    {
        0 => ("condition", """{"field":"n","greater_than":3}""", ["true", "false"]),
        1 => ("condition", """{"conditions":[{"field":"$vars.x","operator":"is_present"}]}""", ["true", "false"]),
        2 => ("switch", """{"cases":[{"name":"a","conditions":[{"field":"n","operator":"equals","value":1}]},{"name":"b","conditions":[{"field":"$steps.n1.status","operator":"equals","value":"completed"}]}]}""", ["a", "b", "default"]),
        3 => ("switch", """{"mode":"all","cases":[{"name":"a","conditions":[]},{"name":"b","conditions":[{"field":"n","operator":"less_than","value":4}]}]}""", ["a", "b", "default"]),
        4 => ("action", """{"type":"x","to":"{{n}} {{$vars.x}}","output_as":"x"}""", ["out"]),
        5 => ("action", """{"type":"x","on_error":"continue","retry":{"max_attempts":2,"initial":"PT1M"}}""", ["out"]),
        6 => ("action", """{"type":"set_field","field":"n","mode":"increment","retry":{"max_attempts":3,"backoff":"fixed","initial":"PT5S"}}""", ["out", "error"]),
        7 => ("approval", """{"approvers":["role:a","user:b"],"expires_in":"PT1H"}""", ["approved", "rejected", "expired"]),
        8 => ("delay", """{"duration":"PT30M"}""", ["out"]),
        9 => ("delay", """{"duration":"{{pause}}"}""", ["out"]),
        10 => ("set", """{"assign":{"x":"{{n}}","y":["{{$vars.y}}"]}}""", ["out"]),
        11 => ("join", "{}", ["out"]),
        12 => ("join", """{"mode":"all"}""", ["out"]),
        13 => ("join", $$"""{"mode":"any","cancel_rest":{{(random.Next(2) == 0 ? "true" : "false")}}}""", ["out"]),
        14 => ("join", """{"mode":"n","n":2}""", ["out"]),
        _ => ("end", random.Next(4) switch { 0 => """{"ends":"run"}""", 1 => """{"status":"failed"}""", _ => """{"output":"{{$vars.x}}"}""" }, []),
    };
}
