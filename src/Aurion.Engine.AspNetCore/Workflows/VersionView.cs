using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A published version as the API shows it.</summary>
internal sealed record VersionView(
    string WorkflowId, int Version, DateTimeOffset PublishedAt, string? PublishedBy, JsonText CanvasDefinition, JsonText TriggerConfig)
{
    public static VersionView Of(WorkflowVersion version) =>
        new(version.WorkflowId, version.Version, version.PublishedAt, version.PublishedBy, version.Canvas.Text, version.Trigger.Text);
}
