using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>Keeps the shape of another tool's canvas and makes its nodes ours: one way out is an action, true and false a condition, more a switch.</summary>
internal static class CanvasShape
{
    /// <summary>Makes the canvas; what lies in containers lies beside them, edges from nowhere and into triggers are left out.</summary>
    public static string Of(JsonElement canvas)
    {
        var types = canvas.GetProperty("nodes").EnumerateArray().ToDictionary(static node => node.GetProperty("id").GetString()!, static node => node.GetProperty("type").GetString());
        var edges = canvas.GetProperty("edges").EnumerateArray()
            .Select(static edge => (From: edge.GetProperty("from").GetString()!, To: edge.GetProperty("to").GetString()!, Port: edge.TryGetProperty("condition", out var port) ? port.GetString() : null))
            .Where(edge => types.ContainsKey(edge.From) && types.TryGetValue(edge.To, out var to) && to is not "trigger")
            .Distinct()
            .ToList();
        if (!types.ContainsValue("trigger"))
        {
            types["the trigger"] = "trigger";
            edges.AddRange(types.Keys.Where(id => id is not "the trigger" && !edges.Exists(edge => edge.To == id)).Select(static id => ("the trigger", id, (string?)null)).ToList());
        }

        var ports = edges.ToLookup(static edge => edge.From, static edge => edge.Port);
        return new JsonObject
        {
            ["nodes"] = new JsonArray([.. types.Select(node => NodeOf(node.Key, node.Value, [.. ports[node.Key].Distinct()]))]),
            ["edges"] = new JsonArray([.. edges.Select(edge => EdgeOf(edge, types[edge.From] is "trigger"))]),
        }.ToJsonString();
    }

    private static JsonObject NodeOf(string id, string? type, string?[] ports) => type switch
    {
        "trigger" => new JsonObject { ["id"] = id, ["type"] = "trigger" },
        "join" => new JsonObject { ["id"] = id, ["type"] = "join" },
        _ when ports.All(static port => port is null or "error" or "out") => Configured(id, "action", """{"type":"x"}"""),
        _ when ports.All(static port => port is "true" or "false") => Configured(id, "condition", """{"field":"x","operator":"is_present"}"""),
        _ => Configured(id, "switch", new JsonObject { ["cases"] = new JsonArray([.. ports.Where(static port => port is not (null or "default")).Select(static port => (JsonNode)new JsonObject { ["name"] = port, ["conditions"] = new JsonArray() })]) }.ToJsonString()),
    };

    private static JsonObject Configured(string id, string type, string config) => new() { ["id"] = id, ["type"] = type, ["config"] = JsonNode.Parse(config) };

    private static JsonObject EdgeOf((string From, string To, string? Port) edge, bool isFirst)
    {
        var written = new JsonObject { ["from"] = edge.From, ["to"] = edge.To };
        if (edge.Port is { } port && !isFirst)
        {
            written["condition"] = port;
        }

        return written;
    }
}
