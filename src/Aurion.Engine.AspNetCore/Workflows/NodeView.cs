using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A node that was added or removed, as the API shows it.</summary>
internal sealed record NodeView(
    string Id,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ParentId,
    JsonText? Config)
{
    public static NodeView Of(CanvasNode node) =>
        new(node.Id, node.Type, node.Name, node.ParentId, node.Config.ValueKind is JsonValueKind.Undefined ? null : JsonText.From(node.Config));
}
