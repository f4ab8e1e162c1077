using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A step as the API shows it.</summary>
internal sealed record StepView(
    string Id,
    string NodeId,
    string NodeType,
    string? Name,
    StepStatus Status,
    int Attempt,
    string? Branch,
    JsonText? Input,
    JsonText? Output,
    string? Error,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt)
{
    public static StepView Of(StepRow step) => new(
        step.Id, step.NodeId, step.NodeType, step.Name, step.Status, step.Attempt, step.Branch, step.Input, step.Output, step.Error, step.StartedAt, step.FinishedAt);
}
