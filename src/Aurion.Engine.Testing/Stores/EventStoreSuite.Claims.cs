using Aurion.Engine.Rules;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <content>Claims, reading, the log.</content>
public sealed partial class EventStoreSuite
{
    /// <summary>An unfinished event is claimed whole, with a raised revision.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task UnfinishedEventIsClaimedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now);
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Decided(accepted), ct).ConfigureAwait(false);
            var claimed = await store.Second.Events.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            Check.Equal([("evt_1", 3L, EventStage.Decided, 1)], claimed.Select(static stored => (stored.EventId, stored.Revision, stored.Stage, stored.Claims)), "The event must be claimed.");
            Check.Same(claimed[0], await FoundAsync(store.First, "evt_1", ct).ConfigureAwait(false), "Others must see the claim.");
            Check.Equal(0, (await store.First.Events.ClaimAsync(Sample.Claim("w2", store), ct).ConfigureAwait(false)).Length, "While the lease lasts, nobody else gets the event.");
        },
        cancellationToken);

    /// <summary>A claim refuses older commits; a lease that ran out is another's, and the late worker is refused.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ClaimFencesAndRunsOutAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now);
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            await store.First.Events.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            Check.Status(CommitStatus.Stale, await store.Second.Events.CommitAsync(Decided(accepted), ct).ConfigureAwait(false), "The claim raised the revision.");
            await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);
            var second = await store.Second.Events.ClaimAsync(Sample.Claim("w2", store), ct).ConfigureAwait(false);
            Check.Equal([(3L, 2)], second.Select(static stored => (stored.Revision, stored.Claims)), "The second claim raises revision and claims once more.");
            Check.Status(CommitStatus.Stale, await store.First.Events.CommitAsync(Decided(accepted) with { ExpectedRevision = 2 }, ct).ConfigureAwait(false), "The late worker must be refused.");
            await store.Second.Events.CommittedAsync(Decided(accepted) with { ExpectedRevision = 3 }, ct).ConfigureAwait(false);
            Check.Equal(0, (await FoundAsync(store.First, "evt_1", ct).ConfigureAwait(false)).Claims, "A commit must set the count of claims back.");
            Check.Equal(1, (await store.First.Events.ClaimAsync(Sample.Claim("w3", store), ct).ConfigureAwait(false)).Length, "A commit that does not keep the lease gives it back.");
        },
        cancellationToken);

    /// <summary>A commit that keeps the lease leaves the event to its worker until the lease runs out.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task KeptLeaseIsItsWorkersAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now) with { KeepLeaseFor = "w1", Lease = 3 * store.Tick }, ct).ConfigureAwait(false);
            Check.Equal(0, (await store.Second.Events.ClaimAsync(Sample.Claim("w2", store), ct).ConfigureAwait(false)).Length, "The event is its worker's.");
            await store.PassAsync(4 * store.Tick, ct).ConfigureAwait(false);
            Check.Equal(1, (await store.Second.Events.ClaimAsync(Sample.Claim("w2", store), ct).ConfigureAwait(false)).Length, "The lease ran out.");
        },
        cancellationToken);

    /// <summary>A finished event is nobody's work, also after a lease ran out.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task FinishedEventIsNeverClaimedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now) with { KeepLeaseFor = "w1", Lease = store.Tick };
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Sample.After(accepted, EventStage.Finished), ct).ConfigureAwait(false);
            await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);
            Check.Equal(0, (await store.Second.Events.ClaimAsync(Sample.Claim("w2", store), ct).ConfigureAwait(false)).Length, "The event is finished.");
        },
        cancellationToken);

    /// <summary>Events are claimed oldest first, within limits, and a tenant with many keeps no other waiting.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OldestIsClaimedFirstAndFairlyAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            foreach (var (id, age) in (IEnumerable<(string, int)>)[("evt_b", 1), ("evt_c", 3), ("evt_a", 2)])
            {
                await store.First.Events.CommittedAsync(Sample.Accepted(now - (age * store.Tick), id), ct).ConfigureAwait(false);
            }

            await CheckNextAsync("evt_c").ConfigureAwait(false);
            await CheckNextAsync("evt_a").ConfigureAwait(false);
            await CheckNextAsync("evt_b").ConfigureAwait(false);
            await store.First.Events.CommitAsync([.. Enumerable.Range(0, 20).Select(number => Sample.Accepted(now - (5 * store.Tick), $"evt_{number:00}"))], ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Sample.Accepted(now, "evt_x", Sample.OtherTenant), ct).ConfigureAwait(false);
            var claimed = await store.Second.Events.ClaimAsync(Sample.Claim("w1", store, limit: 4), ct).ConfigureAwait(false);
            Check.Equal((4, true), (claimed.Length, claimed.Any(static stored => stored.Event.Tenant == Sample.OtherTenant)), "The other tenant must have its turn.");
            claimed = await store.Second.Events.ClaimAsync(Sample.Claim("w1", store, maxPerTenant: 5), ct).ConfigureAwait(false);
            Check.Equal(5, claimed.Length, "A claim takes at most so many of one tenant.");

            async Task CheckNextAsync(string id)
            {
                var next = await store.Second.Events.ClaimAsync(Sample.Claim("w1", store, limit: 1), ct).ConfigureAwait(false);
                Check.Equal([id], next.Select(static stored => stored.EventId), "The oldest event comes first.");
            }
        },
        cancellationToken);

    /// <summary>Many workers at once get each event once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ParallelClaimsShareTheEventsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Events.CommitAsync([.. Enumerable.Range(0, 60).Select(number => Sample.Accepted(store.Now, $"evt_{number:00}"))], ct).ConfigureAwait(false);
            var claimed = await StoreCalls.RaceAsync(
                store, async (handle, racer) => await handle.Events.ClaimAsync(Sample.Claim($"w{racer}", store, limit: 5), ct).ConfigureAwait(false)).ConfigureAwait(false);
            var all = claimed.SelectMany(static events => events).Select(static stored => stored.EventId).ToList();
            Check.Equal(all.Count, all.Distinct().Count(), "No event may have two workers.");
            all.AddRange((await store.First.Events.ClaimAsync(Sample.Claim("last", store), ct).ConfigureAwait(false)).Select(static stored => stored.EventId));
            Check.Equal(60, all.Distinct().Count(), "Every event must get a worker.");
        },
        cancellationToken);

    /// <summary>Whoever waits is woken by an event through the same opening; one that is there already ends the wait at once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WaitEndsWhenAnEventComesAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var waiting = store.First.Events.WaitAsync(TimeSpan.FromDays(1), ct).AsTask();
            Check.That(!waiting.IsCompleted, "There is no event.");
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now), ct).ConfigureAwait(false);
            await waiting.ConfigureAwait(false);
            await store.Second.Events.WaitAsync(TimeSpan.FromDays(1), ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Events are read by their time of acceptance, then by id; every member of a filter must hold.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task EventsAreReadInOrderAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            await CommitAsync("evt_3", 0, "ticket.created", "conv 1").ConfigureAwait(false);
            await CommitAsync("evt_1", 2, "ticket.updated", "conv 1").ConfigureAwait(false);
            await CommitAsync("evt_2", 2, "ticket.created", "conv 2").ConfigureAwait(false);
            await CommitAsync("evt_4", 1, "ticket.created", null).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Sample.Accepted(now, tenant: Sample.OtherTenant), ct).ConfigureAwait(false);
            await CheckReadAsync(new EventFilter(), "evt_3", "evt_4", "evt_1", "evt_2").ConfigureAwait(false);
            await CheckReadAsync(new EventFilter { Type = "ticket.created" }, "evt_3", "evt_4", "evt_2").ConfigureAwait(false);
            await CheckReadAsync(new EventFilter { ConversationId = "conv 1" }, "evt_3", "evt_1").ConfigureAwait(false);
            await CheckReadAsync(new EventFilter { Type = "ticket.created", ConversationId = "conv 2" }, "evt_2").ConfigureAwait(false);
            await CheckReadAsync(new EventFilter { AcceptedFrom = now + store.Tick }, "evt_4", "evt_1", "evt_2").ConfigureAwait(false);
            await CheckReadAsync(new EventFilter { AcceptedFrom = now + store.Tick, AcceptedBefore = now + (2 * store.Tick) }, "evt_4").ConfigureAwait(false);

            Task CommitAsync(string id, int later, string type, string? conversation)
            {
                var accepted = Sample.Accepted(now + (later * store.Tick), id);
                return store.First.Events.CommittedAsync(accepted with { Event = accepted.Event with { Type = type, ConversationId = conversation } }, ct);
            }

            async Task CheckReadAsync(EventFilter filter, params string[] ids)
            {
                var read = await StoreCalls.ListAsync(store.Second.Events.ReadAsync(Sample.Tenant, filter, ct), ct).ConfigureAwait(false);
                Check.Equal(ids, read.Select(static stored => stored.EventId), $"The events of {filter} must be read in order.");
            }
        },
        cancellationToken);

    /// <summary>The log is listed by id, descending, up to a limit, and only to its tenant.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task LogIsListedNewestFirstAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            RuleLogEntry[] entries = [.. Enumerable.Range(1, 5).Select(number => Sample.Log($"log_{number}", "rule_1", store.Now, RuleLogStatus.Partial) with { Error = "One failed.", ConversationId = null })];
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_1") with { Log = [entries[3], entries[0]] }, ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_2") with { Log = [entries[4], entries[1], entries[2]] }, ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_3", Sample.OtherTenant) with { Log = [Sample.Log("log_9", "rule_1", store.Now)] }, ct).ConfigureAwait(false);
            var log = await store.Second.Events.ListLogAsync(Sample.Tenant, 9, ct).ConfigureAwait(false);
            Check.Equal(entries.Reverse().Select(Check.Text), log.Select(Check.Text), "The log must be listed newest first, as it was written.");
            log = await store.Second.Events.ListLogAsync(Sample.Tenant, 2, ct).ConfigureAwait(false);
            Check.Equal(["log_5", "log_4"], log.Select(static entry => entry.Id), "A limit keeps the newest.");
        },
        cancellationToken);

    /// <summary>A log entry of a known id is neither written nor counted again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task LogIsWrittenOnceAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now) with { Log = [Sample.Log("log_1", "rule_1", store.Now)] };
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            await store.Second.Events.CommittedAsync(Sample.After(accepted, EventStage.Finished) with { Log = [Sample.Log("log_1", "rule_1", store.Now), Sample.Log("log_2", "rule_1", store.Now)] }, ct).ConfigureAwait(false);
            Check.Equal(2, (await store.First.Events.ListLogAsync(Sample.Tenant, 9, ct).ConfigureAwait(false)).Length, "A known entry must not be written again.");
            var counters = await store.First.Events.CountByRuleAsync(Sample.Tenant, ct).ConfigureAwait(false);
            Check.Equal(2, counters.GetValueOrDefault("rule_1").Count, "A known entry must not be counted again.");
        },
        cancellationToken);

    /// <summary>Each rule's matches are counted with the latest; what could not be judged or was stopped is no match.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task MatchesAreCountedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            await store.First.Events.CommittedAsync(
                Sample.Accepted(now) with
                {
                    Log =
                    [
                        Sample.Log("log_1", "rule_1", now + store.Tick), Sample.Log("log_2", "rule_1", now, RuleLogStatus.Failed), Sample.Log("log_3", "rule_2", now, RuleLogStatus.Partial),
                        Sample.Log("log_4", "rule_3", now, RuleLogStatus.ConditionError), Sample.Log("log_5", "rule_2", now + store.Tick, RuleLogStatus.LoopStopped),
                    ],
                },
                ct).ConfigureAwait(false);
            var counters = await store.Second.Events.CountByRuleAsync(Sample.Tenant, ct).ConfigureAwait(false);
            Check.Equal(
                [("rule_1", new RuleCounter(2, now + store.Tick)), ("rule_2", new RuleCounter(1, now))],
                counters.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value)),
                "Each rule's matches must be counted.");
            Check.Equal(0, (await store.Second.Events.CountByRuleAsync(Sample.OtherTenant, ct).ConfigureAwait(false)).Count, "Another tenant has none.");
        },
        cancellationToken);
}
