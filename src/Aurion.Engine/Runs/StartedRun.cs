using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>A run that was accepted.</summary>
public sealed record StartedRun
{
    /// <summary>Gets the run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Gets the workflow.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>Gets the version that the run stays on.</summary>
    public required int Version { get; init; }

    /// <summary>Gets where the run stood when it was accepted: always <see cref="RunStatus.Pending"/>.</summary>
    public RunStatus Status { get; init; } = RunStatus.Pending;
}
