using Aurion.Engine.Actions;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Takes the end of a step whose handler answered that it is pending: an inbox item of the run, stored once for the attempt.</summary>
/// <remarks>It may come before the handler has answered at all: the step waits for its result already then.</remarks>
internal sealed class StepCompleter(IRunStore runs, RunDispatcher dispatcher, TimeProvider time)
{
    public async ValueTask<CompleteStepStatus> CompleteAsync(string token, ActionResult result, CancellationToken cancellationToken)
    {
        if (!StepToken.TryRead(token, out var step)
            || await runs.LoadAsync(step.Tenant, step.Run, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return CompleteStepStatus.Unknown;
        }

        var isAwaited = stored.Marking.Tokens.Any(
            waiting => waiting.Wait is Wait.Result or Wait.Pending && waiting.Wait.Key == step.Key && waiting.Attempt == step.Attempt);
        var input = new RunInput.Completed
        {
            At = time.GetUtcNow(),
            Key = step.Key,
            Attempt = step.Attempt,
            Status = result.Status,
            Output = result.Output,
            Error = result.Error,
            RetryAfter = result.RetryAfter,
        };
        var item = new InboxItem(FormattableString.Invariant($"step/{step.Key}/{step.Attempt}"), input);
        switch (await runs.SendAsync(step.Tenant, step.Run, item, cancellationToken).ConfigureAwait(false))
        {
            case SendStatus.Stored:
                dispatcher.Refresh(step.Run);
                return isAwaited ? CompleteStepStatus.Accepted : CompleteStepStatus.NotWaiting;
            case SendStatus.AlreadyStored:
                return CompleteStepStatus.AlreadyCompleted;
            default:
                return CompleteStepStatus.Unknown;
        }
    }
}
