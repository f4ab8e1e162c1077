using System.Collections.Immutable;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Lets a tenant's rules decide about an event on the values of the conversation as they are now.</summary>
internal sealed class EventDecider(
    IConversationStore? conversations, RuleSetCache rules, DriverSettings settings, TimeProvider time, ILogger<EventDecider> logger)
{
    /// <summary>Reads the conversation that the event is about.</summary>
    /// <returns>The conversation; null when the event names none or the host knows none of that id.</returns>
    public async ValueTask<Conversation?> FindConversationAsync(AutomationEvent automationEvent, CancellationToken cancellationToken) =>
        conversations is null || automationEvent.ConversationId is null
            ? null
            : await conversations.FindAsync(automationEvent.Tenant, automationEvent.ConversationId, cancellationToken).ConfigureAwait(false);

    /// <summary>Decides.</summary>
    /// <returns>The event, decided: verdicts, actions and the patch for the conversation.</returns>
    public async ValueTask<StoredEvent> DecideAsync(StoredEvent state, Conversation? conversation, CancellationToken cancellationToken)
    {
        var cached = await rules.GetAsync(state.Event.Tenant, cancellationToken).ConfigureAwait(false);
        var decision = RulePass.Decide(cached.Set, state.EventId, state.Event, conversation, time.GetUtcNow(), settings.TimeZone);
        foreach (var warning in decision.Warnings)
        {
            logger.PlaceholderEmpty(state.EventId, warning);
        }

        foreach (var verdict in decision.Verdicts)
        {
            if (verdict.Error is not null)
            {
                logger.RuleConditionError(verdict.RuleId, state.EventId, verdict.Error);
            }
        }

        return state with
        {
            Stage = EventStage.Decided,
            Verdicts = decision.Verdicts,
            Actions = decision.Actions,
            Patch = conversation is null || decision.Changes.IsEmpty ? null : PatchOf(state, conversation, decision.Changes),
        };
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
}
