namespace Aurion.Engine.Actions;

/// <summary>Sends the requests of <c>http_request</c> nodes. Implemented by the host or by a package of its own.</summary>
/// <remarks>
/// <para>Called at least once for a step, under the step's retry policy and timeout, with the same <see cref="ActionRequest.IdempotencyKey"/>. One instance serves all runs, so it must be safe for concurrent use.</para>
/// <para>It guards the network: a canvas is drawn by people who need not be trusted with every address that the server can reach.</para>
/// <para>Report an expected failure with <see cref="ActionResult.Failed"/>. What is thrown is recorded as a failed attempt.</para>
/// </remarks>
public interface IHttpSender
{
    /// <summary>Sends one request.</summary>
    /// <param name="request">The attempt. Its parameters, placeholders filled in, are <c>url</c> and <c>method</c>, and perhaps <c>headers</c> (an object of texts) and <c>body</c> (any value).</param>
    /// <param name="cancellationToken">Signalled when the run is cancelled, the step's time is up or the host stops.</param>
    /// <returns>How it ended; the output is what the step produces.</returns>
    ValueTask<ActionResult> SendAsync(ActionRequest request, CancellationToken cancellationToken);
}
