using System.Text.Json.Serialization;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>What lists and the queue read of a run.</summary>
public sealed record RunHead
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Gets the workflow.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>Gets the published version that the run began with and stays on.</summary>
    public required int Version { get; init; }

    /// <summary>Gets where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Gets what started it.</summary>
    public required TriggerType Trigger { get; init; }

    /// <summary>Gets the conversation; null when there is none.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets when it was accepted.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets when it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets when a worker must look at it next, inbox apart; null when only a message can wake it.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Gets what went wrong, in one sentence; null when nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>Gets the format of the marking: a worker that can't read it leaves the run alone.</summary>
    public int Format { get; init; } = Marking.CurrentFormat;

    /// <summary>Gets a value indicating whether the run has ended for good; a failed run can still be retried by a person.</summary>
    [JsonIgnore]
    public bool IsFinished => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;
}
