using System.Collections.Immutable;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Lets a tenant's rules decide about an event on the values of the conversation as they are now, within their limits.</summary>
internal sealed class EventDecider(
    IConversationStore? conversations, IEventStore events, RuleSetCache rules, DriverSettings settings, TimeProvider time, ILogger<EventDecider> logger)
{
    /// <summary>Reads the conversation that the event is about.</summary>
    /// <returns>The conversation; null when the event names none or the host knows none of that id.</returns>
    public async ValueTask<Conversation?> FindConversationAsync(AutomationEvent automationEvent, CancellationToken cancellationToken) =>
        conversations is null || automationEvent.ConversationId is null
            ? null
            : await conversations.FindAsync(automationEvent.Tenant, automationEvent.ConversationId, cancellationToken).ConfigureAwait(false);

    /// <summary>Decides.</summary>
    /// <returns>The event, decided: verdicts, actions, the patch for the conversation, and the keys that its limits take.</returns>
    public async ValueTask<EventDecision> DecideAsync(StoredEvent state, Conversation? conversation, CancellationToken cancellationToken)
    {
        var cached = await rules.GetAsync(state.Event.Tenant, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var isTime = state.Plan?.Mode is ExecutionMode.Time;
        if (isTime && conversation is not null)
        {
            state = state with { Event = state.Event with { Payload = conversation.Fields } };
        }

        var fields = (conversation?.Fields ?? state.Event.Payload).Element;
        var taker = new LimitTaker(events, state, fields, now, settings.TimeZone);
        var gate = new PassGate(state.Event.Chain);
        while (true)
        {
            var decision = isTime
                ? RulePass.DecideDue(DueRules(cached, conversation, now, gate), state.EventId, state.Event, conversation, now, settings.TimeZone)
                : RulePass.Decide(cached.Set, state.EventId, state.Event, conversation, now, settings.TimeZone, gate);
            var closed = await taker.ChooseAsync(Limited(cached, decision, isTime), cancellationToken).ConfigureAwait(false);
            if (closed.IsEmpty)
            {
                Report(state.EventId, decision);
                var givenBack = await taker.GiveBackAsync(cancellationToken).ConfigureAwait(false);
                return DecisionOf(state, conversation, decision, taker.Chosen, givenBack, cached);
            }

            foreach (var rule in closed)
            {
                gate.Close(rule.Id, LimitKeys.Reached(rule));
            }
        }
    }

    /// <summary>The time rules that are due for a conversation and have not reached their limits, in order.</summary>
    private ImmutableArray<CompiledRule> DueRules(CachedRules cached, Conversation? conversation, DateTimeOffset now, PassGate gate) => conversation is null
        ? []
        : [.. cached.TimeRules.Where(rule =>
            DueTime.IsDue(rule.Rule.TimeCondition!, conversation.Fields.Element, now, settings.TimeZone, out _) && !gate.Closed.Contains(rule.Rule.Id))];

    private static IEnumerable<(AutomationRule Rule, bool IsFault)> Limited(CachedRules cached, RuleDecision decision, bool isTime)
    {
        foreach (var verdict in decision.Found)
        {
            if (verdict.IsRun || (isTime && verdict.Error is not null))
            {
                yield return (cached.ById[verdict.RuleId].Rule, !verdict.IsRun);
            }
        }
    }

    private EventDecision DecisionOf(
        StoredEvent state, Conversation? conversation, RuleDecision decision, ImmutableArray<OnceKey> taken, ImmutableArray<OnceKey> givenBack, CachedRules cached)
    {
        var patch = conversation is null || decision.Changes.IsEmpty ? null : PatchOf(state, conversation, decision.Changes);
        var followUp = patch is null || !cached.ReactsTo(settings.ChangeEventType)
            ? null
            : FollowUps.Of(state, conversation!, decision.ConversationAfter!, decision.Found, settings.ChangeEventType);
        var mode = state.Plan?.Mode ?? ExecutionMode.Event;
        var decided = state with
        {
            Stage = EventStage.Decided,
            Verdicts = decision.Verdicts,
            Actions = decision.Actions,
            Patch = patch,
            Plan = mode is ExecutionMode.Event && taken.IsEmpty && followUp is null ? null : new EventPlan { Mode = mode, Held = taken, FollowUp = followUp },
        };
        return new EventDecision(decided, givenBack.IsEmpty ? taken : [.. taken, .. givenBack], cached);
    }

    /// <summary>One key for the event's patch, whichever decision it comes from: the host applies one of them.</summary>
    private static ConversationPatch PatchOf(StoredEvent state, Conversation conversation, ImmutableArray<FieldChange> changes) => new()
    {
        Tenant = state.Event.Tenant,
        ConversationId = conversation.Id,
        Key = state.EventId + "/patch",
        ExpectedVersion = conversation.Version,
        Changes = changes,
    };

    private void Report(string eventId, RuleDecision decision)
    {
        foreach (var warning in decision.Warnings)
        {
            logger.PlaceholderEmpty(eventId, warning);
        }

        foreach (var verdict in decision.Found)
        {
            if (verdict is { Error: not null, Matched: false })
            {
                logger.RuleConditionError(verdict.RuleId, eventId, verdict.Error);
            }
        }
    }
}
