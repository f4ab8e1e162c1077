using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A run as the API shows it.</summary>
internal sealed record RunView(
    string Id,
    string WorkflowId,
    int Version,
    RunStatus Status,
    TriggerType TriggerType,
    string? ConversationId,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    string? ErrorMessage)
{
    public static RunView Of(RunHead run) =>
        new(run.Run.Value, run.WorkflowId, run.Version, run.Status, run.Trigger, run.ConversationId, run.StartedAt, run.FinishedAt, run.Error);
}
