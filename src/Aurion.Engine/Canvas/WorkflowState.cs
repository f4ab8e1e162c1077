namespace Aurion.Engine.Canvas;

/// <summary>A workflow as it stands: its document and its counters.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record WorkflowState
{
    /// <summary>Gets the workflow.</summary>
    public required Workflow Workflow { get; init; }

    /// <summary>Gets the revision that a guarded change must name. Counters and runs leave it alone.</summary>
    public required long Revision { get; init; }

    /// <summary>Gets the number of runs ever started.</summary>
    public long ExecutionCount { get; init; }

    /// <summary>Gets when the latest run began; null before the first.</summary>
    public DateTimeOffset? LastRunAt { get; init; }
}
