using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Runs that people hold, let go on, and take up again.</content>
public sealed partial class WorkflowEngine
{
    internal RunSwitch RunSwitch { get; init; } = null!; // given where the engine is made

    /// <summary>Holds a run: nothing new starts and its timers do not act; results of handlers at work, votes and messages are recorded.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="by">Who; null when nobody is known.</param>
    /// <param name="reason">Why; null when nothing is said.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may be paused all the same.</param>
    /// <returns>What became of it. A run whose handlers are at work elsewhere is paused when its worker hears of it: after a third of a lease at most.</returns>
    public ValueTask<PauseResult> PauseRunAsync(TenantId tenant, RunId run, string? by, string? reason, CancellationToken cancellationToken) =>
        RunSwitch.PauseAsync(tenant, run, by, reason, cancellationToken);

    /// <summary>Lets a paused run go on: what was recorded meanwhile moves on, timers that were due meanwhile act at once.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="by">Who; null when nobody is known.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may go on all the same.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<PauseResult> ResumeRunAsync(TenantId tenant, RunId run, string? by, CancellationToken cancellationToken) =>
        RunSwitch.ResumeAsync(tenant, run, by, cancellationToken);

    /// <summary>Takes a failed run up again: each failed step is done again as a new visit with a new key, what was held moves on.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run; also one that was set aside because it killed its workers.</param>
    /// <param name="step">The failed step that the caller means, by its node or its key: another answer than <see cref="RetryStatus.NoSuchStep"/> says that it did fail; null asks nothing. All failed steps are done again.</param>
    /// <param name="by">Who; null when nobody is known.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may go on all the same.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<RetryResult> RetryRunAsync(TenantId tenant, RunId run, string? step, string? by, CancellationToken cancellationToken) =>
        RunSwitch.RetryAsync(tenant, run, step, by, cancellationToken);
}
