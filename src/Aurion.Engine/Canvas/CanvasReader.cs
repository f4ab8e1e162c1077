using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Reads nodes and edges out of any JSON value, and notes what is neither.</summary>
internal sealed class CanvasReader
{
    public ImmutableArray<CanvasNode>.Builder Nodes { get; } = ImmutableArray.CreateBuilder<CanvasNode>();

    public ImmutableArray<CanvasEdge>.Builder Edges { get; } = ImmutableArray.CreateBuilder<CanvasEdge>();

    public ImmutableArray<CanvasFinding>.Builder Oddities { get; } = ImmutableArray.CreateBuilder<CanvasFinding>();

    public void Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            Report("canvas_type", FaultPath.Root, root, $"The canvas must be an object with \"nodes\" and \"edges\", not {JsonKinds.Describe(root)}.");
            return;
        }

        if (List(root, "nodes", out var nodes))
        {
            var index = 0;
            foreach (var node in nodes.EnumerateArray())
            {
                ReadNode(node, index++);
            }
        }

        if (List(root, "edges", out var edges))
        {
            var index = 0;
            foreach (var edge in edges.EnumerateArray())
            {
                ReadEdge(edge, index++);
            }
        }
    }

    /// <summary>Cuts a text that comes from outside to a length fit for a message.</summary>
    internal static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[79]) ? 79 : 80), "…");

    private static bool TryText(JsonElement owner, string name, out string text)
    {
        text = string.Empty;
        if (!owner.TryGetProperty(name, out var value))
        {
            return false;
        }

        // Editors write ids and ports as numbers and Booleans too: their spelling is their name.
        if (value.ValueKind is JsonValueKind.String)
        {
            text = value.GetString()!;
            return true;
        }

        if (value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            text = value.GetRawText();
            return true;
        }

        return false;
    }

    private bool List(JsonElement root, string name, out JsonElement list)
    {
        if (!root.TryGetProperty(name, out list) || list.ValueKind is JsonValueKind.Null)
        {
            return false;
        }

        if (list.ValueKind is JsonValueKind.Array)
        {
            return true;
        }

        Report($"{name}_type", FaultPath.Root.Member(name), list, $"\"{name}\" must be a list, not {JsonKinds.Describe(list)}.");
        return false;
    }

    private void ReadNode(JsonElement node, int index)
    {
        var at = FaultPath.Root.Member("nodes").Item(index);
        if (node.ValueKind is not JsonValueKind.Object)
        {
            Report("node_type", at, node, $"A node must be an object with \"id\", \"type\" and \"config\", not {JsonKinds.Describe(node)}.");
            return;
        }

        _ = TryText(node, "id", out var id);
        _ = TryText(node, "type", out var type);
        var name = TryText(node, "name", out var written) ? written : null;
        var parent = TryText(node, "parent_id", out written) || TryText(node, "parentId", out written) ? written : null;
        var hasConfig = node.TryGetProperty("config", out var config);
        var hasData = !hasConfig && node.TryGetProperty("data", out config);
        Nodes.Add(new CanvasNode(index, id, type, name, parent, hasConfig || hasData ? config : default, hasData));
    }

    private void ReadEdge(JsonElement edge, int index)
    {
        var at = FaultPath.Root.Member("edges").Item(index);
        if (edge.ValueKind is not JsonValueKind.Object)
        {
            Report("edge_type", at, edge, $"An edge must be an object with \"from\" and \"to\", not {JsonKinds.Describe(edge)}.");
            return;
        }

        _ = TryText(edge, "from", out var from) || TryText(edge, "source", out from);
        _ = TryText(edge, "to", out var to) || TryText(edge, "target", out to);
        var port = TryText(edge, "condition", out var written) || TryText(edge, "sourceHandle", out written) ? written : null;
        if (edge.TryGetProperty("condition", out var condition) && condition.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            Report("port_type", at.Member("condition"), condition, $"\"condition\" names the port that the edge leaves by, so it must be a text, not {JsonKinds.Describe(condition)}.");
        }

        Edges.Add(new CanvasEdge { From = from, To = to, Condition = string.IsNullOrEmpty(port) ? null : port, Index = index });
    }

    private void Report(string code, FaultPath path, JsonElement found, string message) => Oddities.Add(new CanvasFinding
    {
        Severity = FindingSeverity.Error,
        Code = code,
        Message = message,
        Path = path,
        Input = JsonText.Copy(found),
    });
}
