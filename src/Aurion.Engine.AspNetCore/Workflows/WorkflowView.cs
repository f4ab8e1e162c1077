using System.Text.Json.Serialization;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A workflow as the API shows it.</summary>
internal sealed record WorkflowView(
    string Id,
    string Name,
    string? Description,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonText? Concurrency,
    WorkflowStatus Status,
    JsonText TriggerConfig,
    JsonText CanvasDefinition,
    int? PublishedVersion,
    bool HasUnpublishedChanges,
    string WebhookUrl,
    long ExecutionCount,
    DateTimeOffset? LastRunAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? WebhookSecret = null)
{
    public static WorkflowView Of(WorkflowState state)
    {
        var workflow = state.Workflow;
        return new(
            workflow.Id,
            workflow.Name,
            workflow.Description,
            workflow.Concurrency,
            workflow.Status,
            workflow.Trigger.Text,
            workflow.Canvas.Text,
            workflow.PublishedVersion,
            workflow.HasUnpublishedChanges,
            $"{WorkflowEndpoints.Prefix}/webhook/{workflow.Id}",
            state.ExecutionCount,
            state.LastRunAt,
            workflow.CreatedAt,
            workflow.UpdatedAt);
    }
}
