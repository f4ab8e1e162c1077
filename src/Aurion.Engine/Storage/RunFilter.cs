using Aurion.Engine.Runs;

namespace Aurion.Engine.Storage;

/// <summary>Which runs to list; a null member asks nothing.</summary>
public sealed record RunFilter
{
    /// <summary>Gets the workflow.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Gets the status.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Gets the conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets the earliest start, inclusive.</summary>
    public DateTimeOffset? StartedFrom { get; init; }

    /// <summary>Gets the end of the time of start, exclusive.</summary>
    public DateTimeOffset? StartedBefore { get; init; }

    /// <summary>Says whether a run fits.</summary>
    /// <param name="head">The run.</param>
    /// <returns>True when every member that is set holds.</returns>
    public bool Fits(RunHead head) =>
        (WorkflowId is null || head.WorkflowId == WorkflowId)
        && (Status is null || head.Status == Status)
        && (ConversationId is null || head.ConversationId == ConversationId)
        && (StartedFrom is null || head.StartedAt >= StartedFrom)
        && (StartedBefore is null || head.StartedAt < StartedBefore);
}
