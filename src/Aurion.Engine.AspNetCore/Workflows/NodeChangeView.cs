using System.Text.Json.Serialization;
using Aurion.Engine.Canvas;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A node that both versions have and that differs, as the API shows it.</summary>
internal sealed record NodeChangeView(
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PreviousId,
    ChangeKind Kind,
    IEnumerable<ValueChangeView> Changes)
{
    public static NodeChangeView Of(NodeChange change) => new(change.NodeId, change.PreviousId, change.Kind, change.Values.Select(ValueChangeView.Of));
}
