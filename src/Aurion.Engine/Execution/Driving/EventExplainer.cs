using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Explains what rules would do about an event on the conversation as it is now. Reads, and writes nothing.</summary>
internal sealed class EventExplainer(
    EventDecider decider, RuleSetCache rules, IEventStore events, DriverSettings settings, TimeProvider time, ConditionOptions? conditions = null)
{
    private const string NoId = "evt_explained";

    /// <summary>Explains all rules of the event's tenant, as they are now.</summary>
    public async ValueTask<EventExplanation> ExplainAsync(AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        var cached = await rules.GetCurrentAsync(automationEvent.Tenant, cancellationToken).ConfigureAwait(false);
        return await ExplainAsync(cached.Set, automationEvent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Explains one rule by itself, as if there were no others.</summary>
    public async ValueTask<RuleExplanation> ExplainAsync(AutomationRule rule, AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        var explanation = await ExplainAsync(RuleSet.Compile([rule], conditions), automationEvent, cancellationToken).ConfigureAwait(false);
        return explanation.Rules[0];
    }

    private async ValueTask<EventExplanation> ExplainAsync(RuleSet set, AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        var conversation = await decider.FindConversationAsync(automationEvent, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var eventId = automationEvent.Id ?? NoId;
        var gate = await GateAsync(set, eventId, automationEvent, conversation, now, cancellationToken).ConfigureAwait(false);
        return RuleExplainer.Explain(set, eventId, automationEvent, conversation, now, settings.TimeZone, gate);
    }

    /// <summary>Finds the rules that have reached their limits, as the decision about the event does; no key is taken.</summary>
    private async ValueTask<PassGate> GateAsync(
        RuleSet set, string eventId, AutomationEvent automationEvent, Conversation? conversation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var byId = set.Rules.ToDictionary(static rule => rule.Id, StringComparer.Ordinal);
        var state = new StoredEvent { Event = automationEvent, EventId = eventId, Revision = 0, AcceptedAt = now, Stage = EventStage.Accepted };
        var taker = new LimitTaker(events, state, (conversation?.Fields ?? automationEvent.Payload).Element, now, settings.TimeZone);
        var gate = new PassGate(automationEvent.Chain);
        while (true)
        {
            var decision = RulePass.Decide(set, eventId, automationEvent, conversation, now, settings.TimeZone, gate);
            var run = decision.Found.Where(static verdict => verdict.IsRun).Select(verdict => (byId[verdict.RuleId], false));
            var closed = await taker.ChooseAsync(run, cancellationToken).ConfigureAwait(false);
            if (closed.IsEmpty)
            {
                return gate;
            }

            foreach (var rule in closed)
            {
                gate.Close(rule.Id, LimitKeys.Reached(rule));
            }
        }
    }
}
