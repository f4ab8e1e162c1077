using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Aurion.Engine.Canvas;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>The edge that a finding is about.</summary>
internal sealed record EdgeView(string From, string To, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Condition)
{
    [return: NotNullIfNotNull(nameof(edge))]
    public static EdgeView? Of(CanvasEdge? edge) => edge is null ? null : new(edge.From, edge.To, edge.Condition);
}
