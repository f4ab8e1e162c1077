using System.Text;
using System.Text.Json;
using Aurion.Engine.Canvas;

namespace Aurion.Engine.Tests.Execution.Patterns;

/// <summary>Draws a canvas as a Mermaid flowchart: containers as frames, ports other than the main one on the edges, what a cancel node ends by dotted lines.</summary>
internal static class Mermaid
{
    public static string Draw(CanvasDefinition canvas)
    {
        var text = new StringBuilder("flowchart LR\n");
        Nodes(text, canvas, parent: null, "  ");
        foreach (var edge in canvas.Edges)
        {
            var label = edge.Condition is null or "out" ? string.Empty : $"|{edge.Condition}|";
            text.Append(null, $"  {Id(edge.From)} -->{label} {Id(edge.To)}\n");
        }

        foreach (var node in canvas.Nodes.Where(static node => node.Type == "cancel"))
        {
            foreach (var target in Targets(node))
            {
                text.Append(null, $"  {Id(node.Id)} -. ends .-> {Id(target)}\n");
            }
        }

        return text.ToString();
    }

    private static void Nodes(StringBuilder text, CanvasDefinition canvas, string? parent, string indent)
    {
        foreach (var node in canvas.Nodes.Where(node => node.ParentId == parent))
        {
            if (node.Type is "scope" or "for_each")
            {
                text.Append(null, $"{indent}subgraph {Id(node.Id)}[\"{Label(node)}\"]\n");
                Nodes(text, canvas, node.Id, indent + "  ");
                text.Append(null, $"{indent}end\n");
            }
            else
            {
                var (open, close) = Shape(node.Type);
                text.Append(null, $"{indent}{Id(node.Id)}{open}\"{Label(node)}\"{close}\n");
            }
        }
    }

    private static (string Open, string Close) Shape(string type) => type switch
    {
        "trigger" => ("([", "])"),
        "end" => ("(((", ")))"),
        "condition" or "switch" => ("{", "}"),
        "join" => ("{{", "}}"),
        "delay" or "wait_event" or "approval" => ("[/", "/]"),
        "sub_workflow" => ("[[", "]]"),
        _ => ("[", "]"),
    };

    private static string Label(CanvasNode node)
    {
        var config = node.Config;
        var detail = node.Type switch
        {
            "join" when Text(config, "mode") is { } mode => (mode == "n" ? Text(config, "n") + " of them" : mode) + (Text(config, "cancel_rest") == "true" ? ", cancels the rest" : string.Empty),
            "join" => "active",
            "for_each" => (Text(config, "mode") ?? "sequential") + (config.TryGetProperty("complete_when", out var when) ? $", until {Text(when, "n")} are done" : string.Empty),
            "wait_event" or "emit_event" => Text(config, "event_type"),
            "delay" => Text(config, "duration"),
            "switch" when Text(config, "mode") == "all" => "every case that holds",
            "switch" => "first case that holds",
            "end" when Text(config, "ends") == "run" => "the run",
            _ => null,
        };
        return detail is null ? $"{node.Id}<br/>{node.Type}" : $"{node.Id}<br/>{node.Type}: {detail}";
    }

    private static IEnumerable<string> Targets(CanvasNode cancel)
    {
        var config = cancel.Config;
        return config.TryGetProperty("nodes", out var nodes) ? nodes.EnumerateArray().Select(static node => node.GetString()!) : [config.GetProperty("scope").GetString()!];
    }

    // "end" is a word of Mermaid's own.
    private static string Id(string id) => $"n_{id}";

    private static string? Text(JsonElement config, string name) =>
        config.ValueKind is JsonValueKind.Object && config.TryGetProperty(name, out var value) ? value.ToString().Replace("True", "true", StringComparison.Ordinal) : null;
}
