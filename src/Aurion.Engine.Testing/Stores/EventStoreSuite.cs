using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves an <see cref="IEventStore"/>: stages, once-keys, leases, the rules' log.</summary>
/// <param name="open">Opens an empty store with <see cref="StoreHandle.Events"/> and <see cref="StoreHandle.Messages"/>.</param>
public sealed partial class EventStoreSuite(Func<CancellationToken, ValueTask<StoreFixture>> open) : StoreSuite(open)
{
    /// <inheritdoc/>
    public override ImmutableArray<StoreCase> Cases =>
    [
        new(nameof(AcceptedEventIsFoundAsync), AcceptedEventIsFoundAsync),
        new(nameof(StagesFollowEachOtherAsync), StagesFollowEachOtherAsync),
        new(nameof(WrongRevisionIsStaleAsync), WrongRevisionIsStaleAsync),
        new(nameof(KnownEventIsADuplicateAsync), KnownEventIsADuplicateAsync),
        new(nameof(ResentCommitIsKnownAsync), ResentCommitIsKnownAsync),
        new(nameof(OnceKeysAreAllOrNoneAsync), OnceKeysAreAllOrNoneAsync),
        new(nameof(OnceKeyRunsOutAsync), OnceKeyRunsOutAsync),
        new(nameof(OnceKeyIsGivenBackAsync), OnceKeyIsGivenBackAsync),
        new(nameof(RefusedCommitKeepsItsKeysAsync), RefusedCommitKeepsItsKeysAsync),
        new(nameof(HoldersAreToldAsync), HoldersAreToldAsync),
        new(nameof(OneOfManyIsAcceptedAsync), OneOfManyIsAcceptedAsync),
        new(nameof(OneDeciderWinsAsync), OneDeciderWinsAsync),
        new(nameof(EachCommitIsJudgedByItselfAsync), EachCommitIsJudgedByItselfAsync),
        new(nameof(MessagesLeaveWithTheCommitAsync), MessagesLeaveWithTheCommitAsync),
        new(nameof(UnfinishedEventIsClaimedAsync), UnfinishedEventIsClaimedAsync),
        new(nameof(ClaimFencesAndRunsOutAsync), ClaimFencesAndRunsOutAsync),
        new(nameof(KeptLeaseIsItsWorkersAsync), KeptLeaseIsItsWorkersAsync),
        new(nameof(FinishedEventIsNeverClaimedAsync), FinishedEventIsNeverClaimedAsync),
        new(nameof(OldestIsClaimedFirstAndFairlyAsync), OldestIsClaimedFirstAndFairlyAsync),
        new(nameof(ParallelClaimsShareTheEventsAsync), ParallelClaimsShareTheEventsAsync),
        new(nameof(WaitEndsWhenAnEventComesAsync), WaitEndsWhenAnEventComesAsync),
        new(nameof(EventsAreReadInOrderAsync), EventsAreReadInOrderAsync),
        new(nameof(LogIsListedNewestFirstAsync), LogIsListedNewestFirstAsync),
        new(nameof(LogIsWrittenOnceAsync), LogIsWrittenOnceAsync),
        new(nameof(MatchesAreCountedAsync), MatchesAreCountedAsync),
        new(nameof(RandomSequencesAgreeWithTheModelAsync), RandomSequencesAgreeWithTheModelAsync),
        new(nameof(ParallelWritersAgreeAsync), ParallelWritersAgreeAsync),
    ];

    /// <summary>An event that one opening accepted is found by the other, byte for byte, and only by its tenant.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task AcceptedEventIsFoundAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now);
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            var stored = await FoundAsync(store.Second, "evt_1", ct).ConfigureAwait(false);
            Check.Same(accepted.Event, stored.Event, "The event must be read as it was written.");
            Check.Equal(("evt_1", 1L, accepted.AcceptedAt, EventStage.Accepted, 0), (stored.EventId, stored.Revision, stored.AcceptedAt, stored.Stage, stored.Claims), "The event is accepted, at revision 1.");
            Check.That(stored.Patch is null && stored.Verdicts.IsEmpty && stored.Actions.IsEmpty, "Nothing is decided yet.");
            Check.That(await store.Second.Events.FindAsync(Sample.OtherTenant, "evt_1", ct).ConfigureAwait(false) is null, "Another tenant must not find it.");
            Check.That(await store.Second.Events.FindAsync(Sample.Tenant, "evt_9", ct).ConfigureAwait(false) is null, "An unknown event must be null.");
        },
        cancellationToken);

    /// <summary>Each stage replaces patch, verdicts and actions, and raises the revision.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task StagesFollowEachOtherAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now);
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            var decided = Decided(accepted);
            await store.Second.Events.CommittedAsync(decided, ct).ConfigureAwait(false);
            await CheckStoredAsync(decided, 2).ConfigureAwait(false);
            var applied = Sample.After(decided, EventStage.Applied);
            await store.First.Events.CommittedAsync(applied, ct).ConfigureAwait(false);
            await CheckStoredAsync(applied, 3).ConfigureAwait(false);
            var finished = Sample.After(applied, EventStage.Finished) with { Actions = [applied.Actions[0] with { Status = ActionEntryStatus.Failed, Error = "No such team." }], Log = [Sample.Log("log_1", "rule_1", store.Now)] };
            await store.First.Events.CommittedAsync(finished, ct).ConfigureAwait(false);
            await CheckStoredAsync(finished, 4).ConfigureAwait(false);

            async Task CheckStoredAsync(EventCommit commit, long revision)
            {
                var stored = await FoundAsync(store.Second, "evt_1", ct).ConfigureAwait(false);
                var expected = new StoredEvent
                {
                    Event = commit.Event, EventId = commit.EventId, Revision = revision, AcceptedAt = commit.AcceptedAt, Stage = commit.Stage,
                    Patch = commit.Patch, Verdicts = commit.Verdicts, Actions = commit.Actions,
                };
                Check.Same(expected, stored, $"The stage {commit.Stage} must be read as it was written.");
            }
        },
        cancellationToken);

    /// <summary>A commit on another revision is stale and writes nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WrongRevisionIsStaleAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now);
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            foreach (var revision in (long[])[2, 7])
            {
                var stale = Decided(accepted) with { ExpectedRevision = revision, Log = [Sample.Log("log_1", "rule_1", store.Now)], Messages = [Sample.Message("m1")], Once = [new OnceKey("limit", "a")] };
                Check.Status(CommitStatus.Stale, await store.Second.Events.CommitAsync(stale, ct).ConfigureAwait(false), "The event has revision 1.");
            }

            var unknown = Sample.Accepted(store.Now, "evt_9") with { ExpectedRevision = 1 };
            Check.Status(CommitStatus.Stale, await store.Second.Events.CommitAsync(unknown, ct).ConfigureAwait(false), "An unknown event has no revision 1.");
            Check.Equal((1L, EventStage.Accepted), await StateAsync(store.First, ct).ConfigureAwait(false), "A stale commit must leave the event alone.");
            Check.Equal(0, (await store.First.Events.ListLogAsync(Sample.Tenant, 9, ct).ConfigureAwait(false)).Length, "A stale commit must log nothing.");
            Check.Equal(0, (await store.First.Messages.ClaimAsync(Sample.Claim("w", store), ct).ConfigureAwait(false)).Length, "A stale commit must send nothing.");
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_2") with { Once = [new OnceKey("limit", "a")] }, ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>An event id that exists answers duplicate to another acceptance, and known to the same.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task KnownEventIsADuplicateAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now);
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            var again = await store.Second.Events.CommitAsync(Sample.Accepted(store.Now), ct).ConfigureAwait(false);
            Check.Equal(new CommitResult(CommitStatus.Duplicate, "evt_1"), again, "The event was accepted before.");
            Check.Status(CommitStatus.AlreadyCommitted, await store.Second.Events.CommitAsync(accepted, ct).ConfigureAwait(false), "The same commit was made durable before.");
            await store.Second.Events.CommittedAsync(Sample.Accepted(store.Now, tenant: Sample.OtherTenant), ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Decided(accepted), ct).ConfigureAwait(false);
            Check.Status(CommitStatus.AlreadyCommitted, await store.Second.Events.CommitAsync(accepted, ct).ConfigureAwait(false), "The acceptance stays known.");
            Check.Status(CommitStatus.Duplicate, await store.Second.Events.CommitAsync(Sample.Accepted(store.Now), ct).ConfigureAwait(false), "The event stays known.");
        },
        cancellationToken);

    /// <summary>A commit sent again, also after a claim, is known and written once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ResentCommitIsKnownAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now);
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            var decided = Decided(accepted) with { Once = [new OnceKey("limit", "a")], Messages = [Sample.Message("m1")] };
            await store.First.Events.CommittedAsync(decided, ct).ConfigureAwait(false);
            Check.Status(CommitStatus.AlreadyCommitted, await store.Second.Events.CommitAsync(decided, ct).ConfigureAwait(false), "The same commit was made durable before.");
            await store.First.Events.ClaimAsync(Sample.Claim("w", store), ct).ConfigureAwait(false);
            Check.Status(CommitStatus.AlreadyCommitted, await store.Second.Events.CommitAsync(decided, ct).ConfigureAwait(false), "A claim in between must not make the commit forgotten.");
            Check.Equal(1, (await store.First.Messages.ClaimAsync(Sample.Claim("w", store), ct).ConfigureAwait(false)).Length, "The message must leave once.");
        },
        cancellationToken);

    /// <summary>An event takes all its once-keys or is refused whole, and learns who holds one.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OnceKeysAreAllOrNoneAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_1") with { Once = [new OnceKey("limit", "b")] }, ct).ConfigureAwait(false);
            var refused = Sample.Accepted(store.Now, "evt_2") with { Once = [new OnceKey("limit", "a"), new OnceKey("limit", "b"), new OnceKey("limit", "c")], Messages = [Sample.Message("m1")] };
            Check.Equal(new CommitResult(CommitStatus.Duplicate, "evt_1"), await store.Second.Events.CommitAsync(refused, ct).ConfigureAwait(false), "The first event holds one of the keys.");
            Check.That(await store.First.Events.FindAsync(Sample.Tenant, "evt_2", ct).ConfigureAwait(false) is null, "A refused event must not be there.");
            Check.Equal(0, (await store.First.Messages.ClaimAsync(Sample.Claim("w", store), ct).ConfigureAwait(false)).Length, "A refused commit must send nothing.");
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_3") with { Once = [new OnceKey("limit", "a"), new OnceKey("limit", "c")] }, ct).ConfigureAwait(false);

            var accepted = Sample.Accepted(store.Now, "evt_4");
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            var later = await store.Second.Events.CommitAsync(Decided(accepted) with { Once = [new OnceKey("limit", "c")] }, ct).ConfigureAwait(false);
            Check.Equal(new CommitResult(CommitStatus.Duplicate, "evt_3"), later, "A later commit is refused for a key too.");
            Check.Equal((1L, EventStage.Accepted), await StateAsync(store.First, ct, "evt_4").ConfigureAwait(false), "A refused commit must leave the event alone.");
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_5", Sample.OtherTenant) with { Once = [new OnceKey("limit", "a")] }, ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A once-key that runs out is free afterwards; its own holder may take it again at any time.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OnceKeyRunsOutAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var key = new OnceKey("limit", "a", store.Now + (3 * store.Tick));
            var accepted = Sample.Accepted(store.Now) with { Once = [key] };
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Decided(accepted) with { Once = [key] }, ct).ConfigureAwait(false);
            Check.Status(CommitStatus.Duplicate, await store.Second.Events.CommitAsync(Sample.Accepted(store.Now, "evt_2") with { Once = [key] }, ct).ConfigureAwait(false), "The key is held.");
            await store.PassAsync(4 * store.Tick, ct).ConfigureAwait(false);
            await store.Second.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_2") with { Once = [key with { Until = null }] }, ct).ConfigureAwait(false);
            Check.Equal(new CommitResult(CommitStatus.Duplicate, "evt_2"), await store.First.Events.CommitAsync(Sample.Accepted(store.Now, "evt_3") with { Once = [key] }, ct).ConfigureAwait(false), "The new holder holds the key.");
        },
        cancellationToken);

    /// <summary>A holder that takes its key until a time that is past gives it back.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OnceKeyIsGivenBackAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var key = new OnceKey("limit", "a");
            var accepted = Sample.Accepted(store.Now) with { Once = [key] };
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Decided(accepted) with { Once = [key with { Until = DateTimeOffset.UnixEpoch }] }, ct).ConfigureAwait(false);
            await store.Second.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_2") with { Once = [key] }, ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A commit that is refused for one key leaves the event what it held before, until then.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RefusedCommitKeepsItsKeysAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            OnceKey mine = new("limit", "a"), others = new("limit", "b");
            var accepted = Sample.Accepted(store.Now) with { Once = [mine] };
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_2") with { Once = [others] }, ct).ConfigureAwait(false);
            var refused = Decided(accepted) with { Once = [mine with { Until = store.Now + store.Tick }, others] };
            Check.Status(CommitStatus.Duplicate, await store.Second.Events.CommitAsync(refused, ct).ConfigureAwait(false), "The second key is another event's.");
            await store.PassAsync(2 * store.Tick, ct).ConfigureAwait(false);
            var holders = await store.First.Events.FindHoldersAsync(Sample.Tenant, [mine, others], ct).ConfigureAwait(false);
            Check.Equal([accepted.EventId, "evt_2"], holders.Select(static holder => holder ?? ""), "What was refused must change no key.");
        },
        cancellationToken);

    /// <summary>Who holds a key is told, by tenant and scope, until it runs out.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task HoldersAreToldAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            OnceKey lasting = new("limit", "a"), passing = new("limit", "b", store.Now + (3 * store.Tick)), free = new("limit", "c");
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_1") with { Once = [lasting] }, ct).ConfigureAwait(false);
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now, "evt_2") with { Once = [passing] }, ct).ConfigureAwait(false);
            await HoldersAsync(Sample.Tenant, "", "evt_2", "evt_1").ConfigureAwait(false);
            await HoldersAsync(Sample.OtherTenant, "", "", "").ConfigureAwait(false);
            Check.Equal("", (await store.Second.Events.FindHoldersAsync(Sample.Tenant, [lasting with { Scope = "episode" }], ct).ConfigureAwait(false))[0] ?? "", "Each scope has its own keys.");
            Check.Equal(0, (await store.Second.Events.FindHoldersAsync(Sample.Tenant, [], ct).ConfigureAwait(false)).Length, "No key, no answer.");
            await store.PassAsync(4 * store.Tick, ct).ConfigureAwait(false);
            await HoldersAsync(Sample.Tenant, "", "", "evt_1").ConfigureAwait(false);

            async Task HoldersAsync(TenantId tenant, params string[] expected) => Check.Equal(
                expected, (await store.Second.Events.FindHoldersAsync(tenant, [free, passing, lasting], ct).ConfigureAwait(false)).Select(static holder => holder ?? ""), "Each key has its own answer, in order.");
        },
        cancellationToken);

    /// <summary>Of many who accept the same event, or want the same key, exactly one gets it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneOfManyIsAcceptedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var same = await StoreCalls.RaceAsync(store, (handle, _) => handle.Events.CommitAsync(Sample.Accepted(store.Now), ct)).ConfigureAwait(false);
            CheckOneWinner(same, "accepted the same event");
            var keys = await StoreCalls.RaceAsync(
                store, (handle, racer) => handle.Events.CommitAsync(Sample.Accepted(store.Now, $"evt_k{racer}") with { Once = [new OnceKey("episode", "a")] }, ct)).ConfigureAwait(false);
            CheckOneWinner(keys, "took the same key");
            Check.Equal(1, keys.Where(static result => result.Holder is not null).Select(static result => result.Holder).Distinct().Count(), "Everybody must name the same holder.");
        },
        cancellationToken);

    /// <summary>Of many who decide on the same revision, exactly one wins.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneDeciderWinsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now);
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            var results = await StoreCalls.RaceAsync(store, (handle, _) => handle.Events.CommitAsync(Decided(accepted), ct)).ConfigureAwait(false);
            Check.Equal(1, results.Count(static result => result.Status is CommitStatus.Committed), "Exactly one decision must be taken.");
            Check.Equal(StoreCalls.Racers - 1, results.Count(static result => result.Status is CommitStatus.Stale), "All other decisions are stale.");
        },
        cancellationToken);

    /// <summary>In a batch, each event gets its own answer, in order.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task EachCommitIsJudgedByItselfAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var accepted = Sample.Accepted(store.Now);
            await store.First.Events.CommittedAsync(accepted, ct).ConfigureAwait(false);
            var results = await store.Second.Events.CommitAsync(
                [Sample.Accepted(store.Now, "evt_2"), Sample.Accepted(store.Now), Decided(Sample.Accepted(store.Now, "evt_9")), Sample.Accepted(store.Now, "evt_3")], ct).ConfigureAwait(false);
            Check.Equal([CommitStatus.Committed, CommitStatus.Duplicate, CommitStatus.Stale, CommitStatus.Committed], results.Select(static result => result.Status), "Each commit gets its own answer.");
            Check.Equal(0, (await store.First.Events.CommitAsync([], ct).ConfigureAwait(false)).Length, "No commit, no answer.");
            Check.That(await store.First.Events.FindAsync(Sample.Tenant, "evt_3", ct).ConfigureAwait(false) is not null, "What was committed must be there.");
        },
        cancellationToken);

    /// <summary>A commit's messages can be claimed.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task MessagesLeaveWithTheCommitAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Events.CommittedAsync(Sample.Accepted(store.Now) with { Messages = [Sample.Message("start/evt_1/wf_1"), Sample.Message("start/evt_1/wf_2")] }, ct).ConfigureAwait(false);
            var claimed = await store.Second.Messages.ClaimAsync(Sample.Claim("w", store), ct).ConfigureAwait(false);
            Check.Equal(["start/evt_1/wf_1", "start/evt_1/wf_2"], claimed.Select(static message => message.Message.Id).Order(StringComparer.Ordinal), "Both messages must leave.");
        },
        cancellationToken);

    private static EventCommit Decided(EventCommit accepted) => Sample.After(accepted, EventStage.Decided) with
    {
        Patch = new ConversationPatch
        {
            Tenant = accepted.Tenant, ConversationId = "conv 1", Key = accepted.EventId, ExpectedVersion = "7",
            Changes = [new FieldChange("priority", Sample.Odd), new FieldChange("agent_id", JsonText.Null)],
        },
        Verdicts = [new RuleVerdict("rule_2", "Second first", true), new RuleVerdict("rule_1", "First", false, "A condition is faulty.")],
        Actions = [new ActionEntry { Key = $"{accepted.EventId}/rule_2/0", RuleId = "rule_2", Type = "send_notification", Definition = Sample.Odd, Parameters = Sample.Odd, IsOutward = true }],
    };

    private static async Task<StoredEvent> FoundAsync(StoreHandle handle, string id, CancellationToken cancellationToken) =>
        Check.Found(await handle.Events.FindAsync(Sample.Tenant, id, cancellationToken).ConfigureAwait(false), $"{id} must be found.");

    private static async Task<(long Revision, EventStage Stage)> StateAsync(StoreHandle handle, CancellationToken cancellationToken, string id = "evt_1")
    {
        var stored = await FoundAsync(handle, id, cancellationToken).ConfigureAwait(false);
        return (stored.Revision, stored.Stage);
    }

    private static void CheckOneWinner(CommitResult[] results, string what)
    {
        var wins = results.Count(static result => result.Status is CommitStatus.Committed);
        Check.That(wins == 1, $"{wins} of {results.Length} {what}; exactly one must.");
        Check.Equal(results.Length - 1, results.Count(static result => result.Status is CommitStatus.Duplicate), "All others must be told so.");
    }
}
