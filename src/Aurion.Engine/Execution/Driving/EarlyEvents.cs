using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Brings runs the events that they wait for: those accepted while they wait, and those accepted before the wait was stored.</summary>
/// <remarks>
/// An accepted event looks for runs that have subscribed; a run that has subscribed looks for events that were accepted meanwhile.
/// Each writes before it looks, so one of the two finds the other. Both leave the same inbox item, which a run stores once.
/// </remarks>
internal sealed class EarlyEvents(IEventStore events, IRunStore runs)
{
    /// <summary>Tells whether a run, claimed or just born, waits for events and has not looked for early ones: its head says that it is at work, and then it looks.</summary>
    public static bool IsDueFor(StoredRun run) => run.Head.DueAt <= run.Marking.Now && HasWaits(run.Marking);

    /// <summary>Tells whether a decision began to wait for an event.</summary>
    public static bool BeginToWait(Marking before, Marking after) => after.Tokens.Any(
        token => token.Wait is Wait.Event wait && !before.Tokens.Any(old => old.Wait is Wait.Event known && known.Key == wait.Key));

    /// <summary>Puts every event into a run's inbox that it waits for and that came while the step before the wait was done.</summary>
    /// <returns>Whether the inbox has news.</returns>
    public async ValueTask<bool> LookBackAsync(TenantId tenant, RunId run, Marking marking, CancellationToken cancellationToken)
    {
        var hasNews = false;
        foreach (var wait in WaitsOf(marking))
        {
            var filter = new EventFilter { Type = wait.EventType, AcceptedFrom = wait.From };
            await foreach (var stored in events.ReadAsync(tenant, filter, cancellationToken).ConfigureAwait(false))
            {
                if (stored.Event.ConversationId == wait.Correlation || stored.Event.Correlation == wait.Correlation)
                {
                    hasNews |= await runs.SendAsync(tenant, run, ItemOf(stored.Event, stored.EventId), cancellationToken).ConfigureAwait(false) is SendStatus.Stored;
                }
            }
        }

        return hasNews;
    }

    /// <summary>Puts an accepted event into the inbox of every run that waits for it.</summary>
    /// <returns>The runs.</returns>
    public async ValueTask<ImmutableArray<RunId>> SignalAsync(TenantId tenant, string eventId, CancellationToken cancellationToken)
    {
        if (await events.FindAsync(tenant, eventId, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return [];
        }

        var told = ImmutableArray.CreateBuilder<RunId>();
        var item = ItemOf(stored.Event, eventId);
        foreach (var about in new[] { stored.Event.ConversationId, stored.Event.Correlation }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            await foreach (var run in runs.FindSubscribedAsync(tenant, new Subscription(stored.Event.Type, about), cancellationToken).ConfigureAwait(false))
            {
                await runs.SendAsync(tenant, run, item, cancellationToken).ConfigureAwait(false);
                told.Add(run);
            }
        }

        return told.DrainToImmutable();
    }

    private static bool HasWaits(Marking marking) => marking.Tokens.Any(static token => token.Wait is Wait.Event);

    private static IEnumerable<Wait.Event> WaitsOf(Marking marking) => marking.Tokens.Select(static token => token.Wait).OfType<Wait.Event>();

    private static InboxItem ItemOf(AutomationEvent automationEvent, string eventId) => new($"event/{eventId}", new RunInput.Received
    {
        At = default, // the decision's time is the store's time of the claim
        EventId = eventId,
        EventType = automationEvent.Type,
        ConversationId = automationEvent.ConversationId,
        Correlation = automationEvent.Correlation,
        Payload = automationEvent.Payload,
    });
}
