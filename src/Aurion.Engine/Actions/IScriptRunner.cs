namespace Aurion.Engine.Actions;

/// <summary>Runs the scripts of <c>script</c> nodes. Implemented by the host or by a package of its own.</summary>
/// <remarks>
/// <para>Called at least once for a step, under the step's retry policy and timeout, with the same <see cref="ActionRequest.IdempotencyKey"/>. One instance serves all runs, so it must be safe for concurrent use.</para>
/// <para>It guards the process: a script is written by people who need not be trusted with its memory, time and files.</para>
/// <para>Report an expected failure with <see cref="ActionResult.Failed"/>. What is thrown is recorded as a failed attempt.</para>
/// </remarks>
public interface IScriptRunner
{
    /// <summary>Runs one script.</summary>
    /// <param name="request">The attempt. Its parameters, placeholders filled in, are <c>source</c> and <c>language</c>, and perhaps <c>input</c> (an object).</param>
    /// <param name="cancellationToken">Signalled when the run is cancelled, the step's time is up or the host stops.</param>
    /// <returns>How it ended; the output is what the step produces.</returns>
    ValueTask<ActionResult> RunAsync(ActionRequest request, CancellationToken cancellationToken);
}
