namespace Aurion.Engine.Actions;

/// <summary>Performs one kind of action on behalf of a rule or workflow. Implemented by the host.</summary>
/// <remarks>
/// <para>Called at least once per step: use <see cref="ActionRequest.IdempotencyKey"/> to make a repeat harmless.</para>
/// <para>Resolved in a scope of its own for each attempt, so scoped services may be injected; attempts run in parallel.</para>
/// <para>Report an expected failure with <see cref="ActionResult.Failed"/>. An exception is recorded as a failed
/// attempt and retried by the step's policy; cancellation is never recorded as a failure.</para>
/// </remarks>
public interface IActionHandler
{
    /// <summary>Performs the action.</summary>
    /// <param name="request">The attempt to perform.</param>
    /// <param name="cancellationToken">Signalled when the run is cancelled, the attempt's time is up, or the host stops.</param>
    /// <returns>What happened.</returns>
    ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken);
}
