using Aurion.Engine.Actions;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Performs one attempt at an action that a run waits for.</summary>
internal sealed class EffectPerformer(ActionInvoker invoker, ConversationPatcher patcher, DriverSettings settings, TimeProvider time)
{
    /// <summary>Tells how often an effect may be performed.</summary>
    public ActionGuarantee GuaranteeOf(Effect.Perform effect) => invoker.GuaranteeOf(effect.ActionType);

    /// <summary>Tells whether an effect's handler may be expected to give its caller's thread back at once.</summary>
    public bool IsPrompt(Effect.Perform effect) => !FieldActions.IsFieldAction(effect.ActionType) && invoker.IsPrompt(effect.ActionType);

    /// <summary>Performs the attempt.</summary>
    /// <returns>The input that it ends with; its time is the caller's to set. Cancelling throws: that is no failed attempt.</returns>
    public async ValueTask<RunInput.Completed> PerformAsync(Marking marking, Effect.Perform effect, RunningEffect running)
    {
        var allowed = effect.Timeout ?? settings.ActionTimeout;
        using var limit = running.Limit(allowed, time);
        ActionResult result;
        try
        {
            var work = FieldActions.IsFieldAction(effect.ActionType)
                ? patcher.ApplyAsync(marking, effect, running.Token)
                : invoker.InvokeAsync(RequestOf(marking, effect), running.Token);

            // A handler that does not heed its token is left behind.
            result = work.IsCompletedSuccessfully ? work.Result : await work.AsTask().WaitAsync(running.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!running.IsCancelled)
        {
            var error = running.IsTimedOut
                ? $"The action took longer than the {allowed.TotalSeconds:0.###} s it has."
                : "The action was cancelled from within.";
            result = GuaranteeOf(effect) is ActionGuarantee.AtMostOnce ? ActionResult.Unknown(error) : ActionResult.TryAgain(error);
        }

        return new RunInput.Completed
        {
            At = marking.Now,
            Key = effect.Key,
            Attempt = effect.Attempt,
            Status = result.Status,
            Output = result.Output,
            Error = result.Error,
            RetryAfter = result.RetryAfter,
        };
    }

    private static ActionRequest RequestOf(Marking marking, Effect.Perform effect) => new()
    {
        IdempotencyKey = effect.Key,
        Tenant = marking.Tenant,
        Type = effect.ActionType,
        Parameters = effect.Parameters,
        ConversationId = marking.ConversationId,
        Run = marking.Run,
        Attempt = effect.Attempt,
        EventType = marking.EventType,
        Payload = marking.Payload,
        Actor = marking.RequestedBy,
        Depth = marking.Depth,
        MakeToken = StepToken.Maker,
    };
}
