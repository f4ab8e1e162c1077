using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Aurion.Engine.Canvas;

/// <summary>Hashes what a canvas means and nothing of how it looks.</summary>
/// <remarks>
/// Members of objects are sorted and texts are written in one spelling. Nodes are sorted by id, since editors bring a
/// selected node to the front; triggers alone keep their order, for the first that matches an event fires. Edges keep
/// theirs: branches start in that order.
/// </remarks>
internal static class CanvasHash
{
    public static string Of(CanvasDefinition canvas)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartArray();
            var nodes = canvas.Nodes.ToArray();
            Array.Sort(nodes, static (one, other) => (Rank(one), string.CompareOrdinal(one.Id, other.Id)) switch
            {
                (var rank, var order) when rank == Rank(other) => rank == 0 || order == 0 ? one.Index.CompareTo(other.Index) : order,
                (var rank, _) => rank.CompareTo(Rank(other)),
            });
            foreach (var node in nodes)
            {
                Write(writer, node);
            }

            foreach (var edge in canvas.Edges)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(edge.From);
                writer.WriteStringValue(edge.To);
                writer.WriteStringValue(edge.Condition);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(output.WrittenSpan));
    }

    public static string Of(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(output))
        {
            Write(writer, value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(output.WrittenSpan));
    }

    private static int Rank(CanvasNode node) => node.Type == "trigger" ? 0 : 1;

    private static void Write(Utf8JsonWriter writer, CanvasNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("id", node.Id);
        writer.WriteString("type", node.Type);
        writer.WriteString("name", node.Name);
        writer.WriteString("parent_id", node.ParentId);
        writer.WritePropertyName("config");
        Write(writer, node.Config);
        writer.WriteEndObject();
    }

    // Recursive, but no deeper than the 64 levels that the engine takes.
    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                var members = ImmutableArray.CreateRange(value.EnumerateObject()).Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
                foreach (var member in members)
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.GetString());
                break;
            case JsonValueKind.Undefined:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
        }
    }
}
