namespace Aurion.Engine.Actions;

/// <summary>Performs one kind of action whose parameters are read into a type of the host. Implemented by the host.</summary>
/// <typeparam name="TParameters">What the parameters are read into, with source-generated JSON type information.</typeparam>
/// <remarks>
/// As <see cref="IActionHandler"/>: called at least once per step, resolved in a scope per attempt, an exception is a failed attempt.
/// Parameters that do not fit the type are recorded as a failure without a call.
/// </remarks>
public interface IActionHandler<in TParameters>
{
    /// <summary>Performs the action.</summary>
    /// <param name="request">The attempt to perform.</param>
    /// <param name="parameters">The parameters, read from <see cref="ActionRequest.Parameters"/>.</param>
    /// <param name="cancellationToken">Signalled when the run is cancelled, the attempt's time is up, or the host stops.</param>
    /// <returns>What happened.</returns>
    ValueTask<ActionResult> ExecuteAsync(ActionRequest request, TParameters parameters, CancellationToken cancellationToken);
}
