using Aurion.Engine.Actions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>The ends of steps that go on outside.</content>
public sealed partial class WorkflowEngine
{
    /// <summary>Reports the end of a step whose handler answered <see cref="ActionResult.Pending"/>. When this returns accepted, the report is never lost.</summary>
    /// <param name="token">The request's <see cref="ActionRequest.CompletionToken"/>. Whoever holds it may report, so check who calls as for any other call.</param>
    /// <param name="result">How it ended: completed, failed, or to be tried again by the step's retry policy.</param>
    /// <param name="cancellationToken">Gives up waiting; the report may or may not be stored, and may be sent again.</param>
    /// <returns>What became of it. Of several reports for one attempt the first stands. It may come before the handler has answered.</returns>
    /// <exception cref="ArgumentException">The result says that the step is still pending.</exception>
    public ValueTask<CompleteStepStatus> CompleteStepAsync(string token, ActionResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(result);
        return result.Status is ActionStatus.Pending
            ? throw new ArgumentException("A step that is still pending has no end to report.", nameof(result))
            : _completer.CompleteAsync(token, result, cancellationToken);
    }

    /// <summary>Reports the end of a step of one run: as the other one does, but a token of any other run is answered as one that nobody made.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="token">The request's <see cref="ActionRequest.CompletionToken"/>.</param>
    /// <param name="result">How it ended: completed, failed, or to be tried again by the step's retry policy.</param>
    /// <param name="cancellationToken">Gives up waiting; the report may or may not be stored, and may be sent again.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">The result says that the step is still pending.</exception>
    public ValueTask<CompleteStepStatus> CompleteStepAsync(TenantId tenant, RunId run, string token, ActionResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        return StepToken.TryRead(token, out var step) && step.Tenant == tenant && step.Run == run
            ? CompleteStepAsync(token, result, cancellationToken)
            : new ValueTask<CompleteStepStatus>(CompleteStepStatus.Unknown);
    }
}
