using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Takes events in: each is decided, and accepted in the commit that records the decision and takes its once-keys.</summary>
internal sealed class EventIntake(
    IEventStore events,
    EventDecider decider,
    EventStages stages,
    EventCommitter committer,
    TriggerIndex triggers,
    IdSource ids,
    TimeProvider time)
{
    private const string IdempotencyScope = "event.key";
    private const string PartScope = "event.part";

    /// <summary>Gets what beside rules and workflows hears of events; null when nothing does.</summary>
    public IEventListener? Listener { get; init; }

    /// <summary>Checks an event.</summary>
    /// <exception cref="InvalidDefinitionException">Its type or payload is none.</exception>
    public static void Validate(AutomationEvent automationEvent)
    {
        if (FaultsOf(automationEvent) is { IsEmpty: false } faults)
        {
            throw new InvalidDefinitionException(faults);
        }
    }

    /// <summary>Lists what is wrong with an event.</summary>
    public static ImmutableArray<Fault> FaultsOf(AutomationEvent automationEvent)
    {
        var faults = ImmutableArray.CreateBuilder<Fault>();
        if (string.IsNullOrWhiteSpace(automationEvent.Type))
        {
            faults.Add(FaultOf("event_type", "string_too_short", "The type of an event should not be blank"));
        }
        else if (automationEvent.Type.EnumerateRunes().Count() > RuleJson.MaxNameLength)
        {
            faults.Add(FaultOf("event_type", "string_too_long", $"String should have at most {RuleJson.MaxNameLength} characters"));
        }

        if (automationEvent.Payload.Element.ValueKind is not JsonValueKind.Object)
        {
            faults.Add(FaultOf("payload", "dict_type", "Input should be a valid dictionary") with { Input = automationEvent.Payload });
        }

        return faults.DrainToImmutable();
    }

    /// <summary>The keys by which the ids of events that became part of another one are known; the event itself is known by its own.</summary>
    public static ImmutableArray<OnceKey> PartKeys(MergedEvent merged) =>
        [.. (merged.Event.Id is { } id ? merged.OtherIds.Insert(0, id) : merged.OtherIds).Select(static part => new OnceKey(PartScope, part))];

    /// <summary>Makes the state of an event that comes in now.</summary>
    public StoredEvent Begin(AutomationEvent automationEvent, ExecutionMode mode = ExecutionMode.Event)
    {
        var eventId = automationEvent.Id ?? ids.Next("evt");
        return new StoredEvent
        {
            Event = automationEvent with { Id = eventId },
            EventId = eventId,
            Revision = 0,
            AcceptedAt = time.GetUtcNow(),
            Stage = EventStage.Accepted,
            Plan = mode is ExecutionMode.Event ? null : new EventPlan { Mode = mode },
        };
    }

    /// <summary>Takes an event in.</summary>
    /// <returns>The event to go on with, or the one that came before under the same id or key.</returns>
    public async ValueTask<IntakeResult> AcceptAsync(AutomationEvent automationEvent, FireOptions? options, CancellationToken cancellationToken)
    {
        var state = Begin(automationEvent);
        if (automationEvent.Id is not null && await FindWholeAsync(automationEvent.Tenant, state.EventId, cancellationToken).ConfigureAwait(false) is { } whole)
        {
            return IntakeResult.Known(whole);
        }

        ImmutableArray<OnceKey> key = options?.IdempotencyKey is { } text
            ? [new OnceKey(IdempotencyScope, text, options.KeepKeyFor is { } kept ? state.AcceptedAt + kept : null)]
            : [];
        for (var attempt = 1; attempt <= EventStages.MaxRefusals; attempt++)
        {
            var draft = await DraftAsync(state, cancellationToken).ConfigureAwait(false);
            var keptAt = time.GetTimestamp();
            var answer = (await committer.AcceptAsync([draft with { Once = [.. key, .. draft.Once] }], cancellationToken).ConfigureAwait(false))[0];
            if (answer.IsDurable)
            {
                return IntakeResult.Accepted(new EventWork(draft.State with { Revision = 1 }) { KeptAt = keptAt });
            }

            if (await FindKnownAsync(state, key, answer.Holder, cancellationToken).ConfigureAwait(false) is { } known)
            {
                return IntakeResult.Known(known);
            }
        }

        throw EventStages.RefusedTooOften(state.EventId);
    }

    /// <summary>Decides about an event that comes in, on the values of its conversation as they are now.</summary>
    public async ValueTask<EventDraft> DraftAsync(StoredEvent state, CancellationToken cancellationToken)
    {
        var conversation = await decider.FindConversationAsync(state.Event, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(state, conversation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Decides about an event that comes in.</summary>
    public async ValueTask<EventDraft> DraftAsync(StoredEvent state, Conversation? conversation, CancellationToken cancellationToken)
    {
        var decision = await decider.DecideAsync(state, conversation, cancellationToken).ConfigureAwait(false);
        var isByHost = state.Event.Chain is null && state.Plan?.Mode is not ExecutionMode.Time;
        var messages = isByHost
            ? await triggers.MessagesForAsync(state.Event, state.EventId, state.AcceptedAt, conversation, decision.Rules, cancellationToken).ConfigureAwait(false)
            : [];
        if (isByHost && Listener is not null)
        {
            messages = [.. messages, .. await Listener.MessagesForAsync(state.Event, state.EventId, state.AcceptedAt, cancellationToken).ConfigureAwait(false)];
        }

        return EventStages.IsDone(decision.State)
            ? new EventDraft(decision.State with { Stage = EventStage.Finished }, decision.Once, messages, stages.LogOf(decision.State))
            : new EventDraft(decision.State, decision.Once, messages, []);
    }

    /// <summary>Finds the event that an import made of several, one of which had this id; null when none did.</summary>
    public async ValueTask<StoredEvent?> FindWholeAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        var holders = await events.FindHoldersAsync(tenant, [new OnceKey(PartScope, id)], cancellationToken).ConfigureAwait(false);
        return holders[0] is { } holder && holder != id ? await events.FindAsync(tenant, holder, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Finds the event that made the store refuse one as known.</summary>
    /// <returns>The event; null when it was for a rule's limit that it was refused.</returns>
    private async ValueTask<StoredEvent?> FindKnownAsync(StoredEvent state, ImmutableArray<OnceKey> key, string? holder, CancellationToken cancellationToken)
    {
        if (holder != state.EventId)
        {
            holder = key.IsEmpty ? null : (await events.FindHoldersAsync(state.Event.Tenant, key, cancellationToken).ConfigureAwait(false))[0];
        }

        return holder is null
            ? null
            : await events.FindAsync(state.Event.Tenant, holder, cancellationToken).ConfigureAwait(false)
                ?? throw new AurionEngineException($"The store refuses the event '{state.EventId}' as known, but does not know '{holder}'.");
    }

    private static Fault FaultOf(string member, string type, string message) => new() { Path = FaultPath.Root.Member(member), Type = type, Message = message };
}
