using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Takes an event from where it stands to its end: decided, applied, performed, finished, each recorded.</summary>
/// <remarks>A crash between two stages repeats what was not recorded, under the same keys.</remarks>
internal sealed class EventStages(
    EventDecider decider,
    EventCommitter committer,
    IConversationStore? conversations,
    ActionInvoker invoker,
    IdSource ids,
    DriverSettings settings,
    TimeProvider time)
{
    /// <summary>How often a decision is made anew because the conversation changed under it.</summary>
    private const int MaxNewDecisions = 3;

    /// <summary>How often a decision is made anew because another event took a key of a rule's limit first.</summary>
    public const int MaxRefusals = 100;

    /// <summary>Drives an event to its end.</summary>
    /// <exception cref="EventLostException">Another worker has it.</exception>
    public async ValueTask RunAsync(EventWork work, CancellationToken cancellationToken)
    {
        if (work.State.Stage is EventStage.Accepted)
        {
            var conversation = await decider.FindConversationAsync(work.State.Event, cancellationToken).ConfigureAwait(false);
            await DecideAsync(work, conversation, cancellationToken).ConfigureAwait(false);
        }

        if (work.State is { Stage: EventStage.Decided, Patch: not null })
        {
            await ApplyAsync(work, cancellationToken).ConfigureAwait(false);
        }

        await PerformAllAsync(work, cancellationToken).ConfigureAwait(false);
        await FinishAsync(work, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends an event that was claimed too often: what was not done is failed.</summary>
    public ValueTask GiveUpAsync(EventWork work, CancellationToken cancellationToken)
    {
        var reason = $"Given up after {work.State.Claims} attempts that ended without an answer.";
        if (work.State is { Stage: EventStage.Decided, Patch: not null })
        {
            FailPatch(work, reason);
        }

        Replace(work, static entry => entry.Status is ActionEntryStatus.Queued, entry => entry with { Status = ActionEntryStatus.Failed, Error = reason });
        return FinishAsync(work, cancellationToken);
    }

    /// <summary>Whether nothing is left to do outside the engine.</summary>
    public static bool IsDone(StoredEvent state) => state.Patch is null && !HasQueued(state);

    public ImmutableArray<RuleLogEntry> LogOf(StoredEvent state) =>
        RuleOutcome.Log(state.Event, state.Verdicts, state.Actions, time.GetUtcNow(), () => ids.Next("log"));

    /// <summary>What is thrown when others come first again and again.</summary>
    public static AurionEngineException RefusedTooOften(string eventId) =>
        new($"The event '{eventId}' was refused {MaxRefusals} times for the limits of its rules, though the store says that they allow it.");

    private async ValueTask DecideAsync(EventWork work, Conversation? conversation, CancellationToken cancellationToken)
    {
        var before = work.State;
        for (var attempt = 1; attempt <= MaxRefusals; attempt++)
        {
            var decision = await decider.DecideAsync(before, conversation, cancellationToken).ConfigureAwait(false);
            if (await committer.TrySaveAsync(work, new EventDraft(decision.State, decision.Once, [], []), keepLease: true, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw RefusedTooOften(before.EventId);
    }

    private static bool HasQueued(StoredEvent state) => state.Actions.Any(static entry => entry.Status is ActionEntryStatus.Queued);

    private async ValueTask ApplyAsync(EventWork work, CancellationToken cancellationToken)
    {
        for (var decisions = 0; work.State.Patch is { } patch; decisions++)
        {
            var answer = conversations is null
                ? PatchResult.Refused("The host has no conversations.")
                : await conversations.ApplyAsync(patch, cancellationToken).ConfigureAwait(false);
            switch (answer.Status)
            {
                case PatchStatus.Applied:
                    work.State = work.State with { Stage = EventStage.Applied };
                    if (HasQueued(work.State))
                    {
                        await committer.SaveAsync(work, keepLease: true, log: [], cancellationToken).ConfigureAwait(false);
                    }

                    return;
                case PatchStatus.Refused:
                    FailPatch(work, answer.Reason ?? "The host refused the change.");
                    return;
                default:
                    if (decisions == MaxNewDecisions)
                    {
                        FailPatch(work, "The conversation was changed by others each time it was to be changed.");
                        return;
                    }

                    // The new decision is recorded before it is applied, as the first was.
                    await DecideAsync(work, answer.Current, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>The field actions in the patch have failed, so the outward ones are not tried.</summary>
    private static void FailPatch(EventWork work, string reason)
    {
        Replace(
            work,
            static entry => entry is { IsOutward: false, Status: ActionEntryStatus.Ok, IsNoop: false } && entry.Type is not BuiltInActions.StopProcessing,
            entry => entry with { Status = ActionEntryStatus.Failed, Error = reason });
        Replace(work, static entry => entry.Status is ActionEntryStatus.Queued, static entry => entry with { Status = ActionEntryStatus.Skipped });
        work.State = work.State with { Stage = EventStage.Applied, Plan = work.State.Plan is { } plan ? plan with { FollowUp = null } : null };
    }

    private static void Replace(EventWork work, Func<ActionEntry, bool> which, Func<ActionEntry, ActionEntry> change) =>
        work.State = work.State with { Actions = [.. work.State.Actions.Select(entry => which(entry) ? change(entry) : entry)] };

    private async ValueTask PerformAllAsync(EventWork work, CancellationToken cancellationToken)
    {
        for (var index = 0; index < work.State.Actions.Length; index++)
        {
            var entry = work.State.Actions[index];
            if (entry.Status is not ActionEntryStatus.Queued)
            {
                continue;
            }

            var done = IsCutOff(work.State.Actions, index)
                ? entry with { Status = ActionEntryStatus.Skipped }
                : Outcome(entry, await PerformAsync(work, entry, cancellationToken).ConfigureAwait(false));
            work.State = work.State with { Actions = work.State.Actions.SetItem(index, done) };
        }
    }

    /// <summary>Whether an earlier action of the rule failed and the rule ends there.</summary>
    private static bool IsCutOff(ImmutableArray<ActionEntry> actions, int index)
    {
        for (var at = index - 1; at >= 0 && string.Equals(actions[at].RuleId, actions[index].RuleId, StringComparison.Ordinal); at--)
        {
            if (actions[at] is { Status: ActionEntryStatus.Failed, FailureEndsRule: true })
            {
                return true;
            }
        }

        return false;
    }

    private static ActionEntry Outcome(ActionEntry entry, ActionResult result) => result.IsFailure
        ? entry with { Status = ActionEntryStatus.Failed, Error = result.Error }
        : entry with { Status = ActionEntryStatus.Ok, IsNoop = result.IsNoop };

    private async ValueTask<ActionResult> PerformAsync(EventWork work, ActionEntry entry, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.ActionTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // A handler that does not heed its token is left behind.
            var attempt = invoker.InvokeAsync(RequestOf(work.State, entry), both.Token).AsTask().WaitAsync(both.Token);
            await KeepWhileAsync(work, attempt, both, cancellationToken).ConfigureAwait(false);
            return await attempt.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return ActionResult.Failed($"The action took longer than the {settings.ActionTimeout.TotalSeconds:0.###} s it has.");
        }
    }

    /// <summary>Renews the lease, by commits, for as long as the attempt lasts; an attempt whose event is lost is cancelled.</summary>
    private async ValueTask KeepWhileAsync(EventWork work, Task attempt, CancellationTokenSource cancel, CancellationToken cancellationToken)
    {
        while (!attempt.IsCompleted)
        {
            var left = (settings.Lease / 3) - time.GetElapsedTime(work.KeptAt);
            if (left > TimeSpan.Zero)
            {
                using var ended = new CancellationTokenSource();
                await Task.WhenAny(attempt, Task.Delay(left, time, ended.Token)).ConfigureAwait(false);
                await ended.CancelAsync().ConfigureAwait(false);
                continue;
            }

            try
            {
                // Not the attempt's own token: a commit cut short would leave its outcome, and so the revision, unknown.
                await committer.SaveAsync(work, keepLease: true, log: [], cancellationToken).ConfigureAwait(false);
            }
            catch (EventLostException)
            {
                await cancel.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private static ActionRequest RequestOf(StoredEvent state, ActionEntry entry) => new()
    {
        IdempotencyKey = entry.Key,
        Tenant = state.Event.Tenant,
        Type = entry.Type,
        Parameters = entry.Parameters,
        ConversationId = state.Event.ConversationId,
        RuleId = entry.RuleId,
        EventId = state.EventId,
        EventType = state.Event.Type,
        Payload = state.Event.Payload,
        Actor = state.Event.Actor,
        Depth = state.Event.Depth,
    };

    private ValueTask FinishAsync(EventWork work, CancellationToken cancellationToken)
    {
        // Finished once that is stored, and not before: who is stopped in between stores how far it came, and not that nothing is left to tell.
        var finished = work.State with { Stage = EventStage.Finished };
        ImmutableArray<Message> messages = finished.Plan?.FollowUp is { } followUp ? [FollowUps.MessageOf(followUp)] : [];
        return committer.SaveAsync(work, new EventDraft(finished, [], messages, LogOf(finished)), keepLease: false, cancellationToken);
    }
}
