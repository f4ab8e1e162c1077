using System.Diagnostics.CodeAnalysis;

namespace Aurion.Engine.Runs;

/// <summary>The answer to a wish to start a workflow.</summary>
public sealed record StartResult
{
    private StartResult(StartStatus status, StartedRun? run = null)
    {
        Status = status;
        Run = run;
    }

    /// <summary>Gets what became of it.</summary>
    public StartStatus Status { get; }

    /// <summary>Gets the run, new or standing; null when there is none.</summary>
    public StartedRun? Run { get; }

    /// <summary>Gets a value indicating whether there is a run.</summary>
    [MemberNotNullWhen(true, nameof(Run))]
    public bool IsStarted => Run is not null;

    internal static StartResult UnknownWorkflow { get; } = new(StartStatus.UnknownWorkflow);

    internal static StartResult NotPublished { get; } = new(StartStatus.NotPublished);

    internal static StartResult UnknownConversation { get; } = new(StartStatus.UnknownConversation);

    internal static StartResult Started(StartedRun run) => new(StartStatus.Started, run);

    internal static StartResult AlreadyStarted(StartedRun run) => new(StartStatus.AlreadyStarted, run);
}
