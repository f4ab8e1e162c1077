using System.Text.Json;
using Aurion.Engine.Canvas;

namespace Aurion.Engine.AspNetCore.Errors;

/// <summary>Writes the members of a canvas finding: <c>severity</c>, <c>code</c>, <c>node_id</c>, <c>edge</c>, <c>message</c>.</summary>
internal static class CanvasFindingJson
{
    public static void WriteMembers(Utf8JsonWriter writer, CanvasFinding finding)
    {
        writer.WriteString("severity", finding.Severity is FindingSeverity.Error ? "error" : "warning");
        writer.WriteString("code", finding.Code);
        writer.WriteString("node_id", finding.NodeId);
        if (finding.Edge is { } edge)
        {
            writer.WriteStartObject("edge");
            writer.WriteString("from", edge.From);
            writer.WriteString("to", edge.To);
            if (edge.Condition is not null)
            {
                writer.WriteString("condition", edge.Condition);
            }

            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("edge");
        }

        writer.WriteString("message", finding.Advice);
    }
}
