using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>The answer to a wish to start a workflow.</summary>
public sealed record StartResult
{
    private StartResult(StartStatus status, StartedRun? run = null, RunId? holder = null)
    {
        Status = status;
        Run = run;
        Holder = holder;
    }

    /// <summary>Gets what became of it.</summary>
    public StartStatus Status { get; }

    /// <summary>Gets the run, new or standing; null when there is none.</summary>
    public StartedRun? Run { get; }

    /// <summary>Gets the run that is at work in the skipped one's place; null unless it was skipped.</summary>
    public RunId? Holder { get; }

    /// <summary>Gets a value indicating whether there is a run.</summary>
    [MemberNotNullWhen(true, nameof(Run))]
    public bool IsStarted => Run is not null;

    internal static StartResult UnknownWorkflow { get; } = new(StartStatus.UnknownWorkflow);

    internal static StartResult NotPublished { get; } = new(StartStatus.NotPublished);

    internal static StartResult UnknownConversation { get; } = new(StartStatus.UnknownConversation);

    internal static StartResult Paused { get; } = new(StartStatus.Paused);

    internal static StartResult Skipped(RunId holder) => new(StartStatus.Skipped, holder: holder);

    internal static StartResult Started(StartedRun run) => new(StartStatus.Started, run);

    internal static StartResult AlreadyStarted(StartedRun run) => new(StartStatus.AlreadyStarted, run);
}
