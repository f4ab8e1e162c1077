using System.Collections.Immutable;
using System.Text.Json;

namespace Aurion.Engine.Canvas;

/// <summary>Compares what of two canvases means nothing to the engine: places, sizes, colours, the viewport.</summary>
internal static class CanvasLayout
{
    private static readonly string[] NodeMembers = ["id", "type", "name", "parent_id", "parentId", "config"];
    private static readonly string[] EdgeMembers = ["from", "source", "to", "target", "condition", "sourceHandle"];
    private static readonly string[] Lists = ["nodes", "edges"];

    public static (ImmutableArray<string> Nodes, bool IsChanged) Compare(CanvasDefinition before, CanvasDefinition after, List<(CanvasNode Before, CanvasNode After)> pairs)
    {
        var (earlier, later) = (ItemsOf(before, "nodes"), ItemsOf(after, "nodes"));
        var nodes = ImmutableArray.CreateBuilder<string>();
        foreach (var (one, other) in pairs)
        {
            // Where the configuration stands under "data", there is no "config" whose sibling it could be.
            if (Differs(earlier[one.Index], later[other.Index], NodeMembers, one.ConfigIsData || other.ConfigIsData ? "data" : null))
            {
                nodes.Add(other.Id);
            }
        }

        var isChanged = nodes.Count > 0 || Differs(before.Text.Element, after.Text.Element, Lists, null);
        return (nodes.DrainToImmutable(), isChanged);
    }

    public static bool DiffersInEdges(CanvasDefinition before, CanvasDefinition after, List<(CanvasEdge Before, CanvasEdge After)> pairs)
    {
        var (earlier, later) = (ItemsOf(before, "edges"), ItemsOf(after, "edges"));
        return pairs.Exists(pair => Differs(earlier[pair.Before.Index], later[pair.After.Index], EdgeMembers, null));
    }

    private static JsonElement[] ItemsOf(CanvasDefinition canvas, string list) =>
        canvas.Text.Element is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(list, out var items) && items.ValueKind is JsonValueKind.Array ? [.. items.EnumerateArray()] : [];

    private static bool Differs(JsonElement one, JsonElement other, string[] meaning, string? also)
    {
        if (one.ValueKind is not JsonValueKind.Object || other.ValueKind is not JsonValueKind.Object)
        {
            return !ValueComparison.Means(one, other);
        }

        return !Covers(one, other, meaning, also) || !Covers(other, one, meaning, also);
    }

    /// <summary>Whether all that one has beside its meaning is the same in the other.</summary>
    private static bool Covers(JsonElement one, JsonElement other, string[] meaning, string? also)
    {
        foreach (var member in one.EnumerateObject())
        {
            if (!meaning.Contains(member.Name) && member.Name != also && !(other.TryGetProperty(member.Name, out var same) && ValueComparison.Means(member.Value, same)))
            {
                return false;
            }
        }

        return true;
    }
}
