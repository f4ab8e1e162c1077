using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves an <see cref="IRunStore"/>, together with the queue and the messages that its commits write to.</summary>
/// <param name="open">Opens an empty store with <see cref="StoreHandle.Runs"/>, <see cref="StoreHandle.Queue"/>, <see cref="StoreHandle.Messages"/> and <see cref="StoreHandle.Approvals"/>.</param>
public sealed partial class RunStoreSuite(Func<CancellationToken, ValueTask<StoreFixture>> open) : StoreSuite(open)
{
    /// <inheritdoc/>
    public override ImmutableArray<StoreCase> Cases =>
    [
        new(nameof(StartedRunIsReadAsync), StartedRunIsReadAsync),
        new(nameof(UnknownRunIsNotFoundAsync), UnknownRunIsNotFoundAsync),
        new(nameof(CommitReplacesHeadAndMarkingAsync), CommitReplacesHeadAndMarkingAsync),
        new(nameof(WrongRevisionIsStaleAsync), WrongRevisionIsStaleAsync),
        new(nameof(SecondStartIsStaleAsync), SecondStartIsStaleAsync),
        new(nameof(StaleCommitWritesNothingAsync), StaleCommitWritesNothingAsync),
        new(nameof(ResentCommitIsKnownAsync), ResentCommitIsKnownAsync),
        new(nameof(ResentStartIsKnownLaterAsync), ResentStartIsKnownLaterAsync),
        new(nameof(EachCommitIsJudgedByItselfAsync), EachCommitIsJudgedByItselfAsync),
        new(nameof(NoCommitsNoAnswersAsync), NoCommitsNoAnswersAsync),
        new(nameof(LargeBatchIsAnsweredInOrderAsync), LargeBatchIsAnsweredInOrderAsync),
        new(nameof(OneWriterWinsAsync), OneWriterWinsAsync),
        new(nameof(OneStarterWinsAsync), OneStarterWinsAsync),
        new(nameof(SameCommitInParallelIsWrittenOnceAsync), SameCommitInParallelIsWrittenOnceAsync),
        new(nameof(ParallelRunsAllProgressAsync), ParallelRunsAllProgressAsync),
        new(nameof(StartKeyHasOneHolderAsync), StartKeyHasOneHolderAsync),
        new(nameof(StartKeyIsTheTenantsOwnAsync), StartKeyIsTheTenantsOwnAsync),
        new(nameof(StartKeyRunsOutAsync), StartKeyRunsOutAsync),
        new(nameof(OneStarterTakesTheKeyAsync), OneStarterTakesTheKeyAsync),
        new(nameof(InboxTakesAnIdOnceAsync), InboxTakesAnIdOnceAsync),
        new(nameof(InboxIsConsumedByIdAsync), InboxIsConsumedByIdAsync),
        new(nameof(StaleCommitConsumesNothingAsync), StaleCommitConsumesNothingAsync),
        new(nameof(SendLeavesTheRevisionAloneAsync), SendLeavesTheRevisionAloneAsync),
        new(nameof(SameItemInParallelIsStoredOnceAsync), SameItemInParallelIsStoredOnceAsync),
        new(nameof(ValuesAreWrittenOnceAsync), ValuesAreWrittenOnceAsync),
        new(nameof(RecordsAreReadFromAStepAsync), RecordsAreReadFromAStepAsync),
        new(nameof(RecordsWithAGapAreRefusedAsync), RecordsWithAGapAreRefusedAsync),
        new(nameof(SubscriptionsAreReplacedAsync), SubscriptionsAreReplacedAsync),
        new(nameof(MessagesLeaveWithTheCommitAsync), MessagesLeaveWithTheCommitAsync),
        new(nameof(ApprovalsAreOpenedAndClosedAsync), ApprovalsAreOpenedAndClosedAsync),
        new(nameof(TenantsNeverMeetAsync), TenantsNeverMeetAsync),
        new(nameof(RandomSequencesAgreeWithTheModelAsync), RandomSequencesAgreeWithTheModelAsync),
        new(nameof(ParallelWritersAgreeAsync), ParallelWritersAgreeAsync),
    ];

    /// <summary>A run that one opening started is read by the other, byte for byte.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task StartedRunIsReadAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);

            var stored = await store.Second.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false);
            Check.Same(start.Head, stored.Head, "The head must be read as it was written.");
            Check.Same(start.Marking, stored.Marking, "The marking must be read as it was written.");
            Check.Equal(1, stored.Revision, "The start makes revision 1.");
            Check.Equal(1, stored.Steps, "One record was written.");
            Check.Equal(0, stored.Inbox.Length, "Nothing was sent.");
            Check.Equal(0, stored.Claims, "Nobody claimed the run.");
            var records = await store.Second.Runs.RecordsAsync(start.Tenant, start.Run, 1, ct).ConfigureAwait(false);
            Check.Equal(start.Records.Select(Check.Text), records.Select(Check.Text), "The records must be read as they were written.");
        },
        cancellationToken);

    /// <summary>A run that is not there has nothing, takes nothing, and is stale for a later revision.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task UnknownRunIsNotFoundAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var runs = store.First.Runs;
            Check.That(await runs.LoadAsync(Sample.Tenant, Sample.Run, ct).ConfigureAwait(false) is null, "An unknown run must be null.");
            Check.Equal(0, (await runs.RecordsAsync(Sample.Tenant, Sample.Run, 1, ct).ConfigureAwait(false)).Count, "An unknown run has no records.");
            Check.Equal(0, (await runs.LoadValuesAsync(Sample.Tenant, Sample.Run, ["big"], ct).ConfigureAwait(false)).Length, "An unknown run has no values.");
            Check.Equal(SendStatus.NotFound, await runs.SendAsync(Sample.Tenant, Sample.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false), "Nothing can be sent to an unknown run.");
            var late = Sample.Start(store.Now) with { ExpectedRevision = 3 };
            Check.Status(CommitStatus.Stale, await runs.CommitAsync(late, ct).ConfigureAwait(false), "An unknown run has no revision 3.");
            Check.That(await store.Second.Runs.LoadAsync(Sample.Tenant, Sample.Run, ct).ConfigureAwait(false) is null, "A stale commit must not make a run.");
        },
        cancellationToken);

    /// <summary>A later commit replaces head and marking, adds records, and raises the revision by one.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task CommitReplacesHeadAndMarkingAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            var next = Sample.After(start);
            next = next with { Head = next.Head with { Status = RunStatus.Failed, FinishedAt = store.Now, Error = "It broke.", DueAt = store.Now } };
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.Second.Runs.CommittedAsync(next, ct).ConfigureAwait(false);

            var stored = await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false);
            Check.Same(next.Head, stored.Head, "The latest head must stand.");
            Check.Same(next.Marking, stored.Marking, "The latest marking must stand.");
            Check.Equal(2, stored.Revision, "A commit raises the revision by one.");
            Check.Equal(2, stored.Steps, "Both commits' records count.");
        },
        cancellationToken);

    /// <summary>A commit on another revision than the run has is stale.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WrongRevisionIsStaleAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(start), ct).ConfigureAwait(false);
            foreach (var revision in (long[])[1, 3, 100])
            {
                var result = await store.Second.Runs.CommitAsync(Sample.After(Sample.After(start), revision), ct).ConfigureAwait(false);
                Check.Status(CommitStatus.Stale, result, $"The run has revision 2, so a commit on {revision} is stale.");
            }

            Check.Equal(2, (await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false)).Revision, "A stale commit must not raise the revision.");
        },
        cancellationToken);

    /// <summary>A second start of the same run by somebody else is stale.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task SecondStartIsStaleAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Runs.CommittedAsync(Sample.Start(store.Now), ct).ConfigureAwait(false);
            var result = await store.Second.Runs.CommitAsync(Sample.Start(store.Now), ct).ConfigureAwait(false);
            Check.Status(CommitStatus.Stale, result, "The run exists.");
        },
        cancellationToken);

    /// <summary>A stale commit writes nothing at all: no head, record, value, subscription, message or approval.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task StaleCommitWritesNothingAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            var subscription = new Subscription("ticket.replied", "conv 1");
            var stale = Sample.After(start, 7) with
            {
                Values = [new RunValue("big", Sample.Odd)],
                Subscriptions = [subscription],
                Messages = [Sample.Message("m1")],
                Approvals = [Sample.Approval("req_1", store.Now)],
                Head = start.Head with { DueAt = store.Now },
            };
            Check.Status(CommitStatus.Stale, await store.Second.Runs.CommitAsync(stale, ct).ConfigureAwait(false), "The run has revision 1.");

            var (first, tenant) = (store.First, start.Tenant);
            var stored = await first.Runs.LoadedAsync(tenant, start.Run, ct).ConfigureAwait(false);
            Check.Same(start.Head, stored.Head, "A stale commit must leave the head alone.");
            Check.Same(start.Marking, stored.Marking, "A stale commit must leave the marking alone.");
            Check.Equal(1, (await first.Runs.RecordsAsync(tenant, start.Run, 1, ct).ConfigureAwait(false)).Count, "A stale commit must add no record.");
            Check.Equal(0, (await first.Runs.LoadValuesAsync(tenant, start.Run, ["big"], ct).ConfigureAwait(false)).Length, "A stale commit must write no value.");
            Check.Equal(0, (await StoreCalls.ListAsync(first.Runs.FindSubscribedAsync(tenant, subscription, ct), ct).ConfigureAwait(false)).Count, "A stale commit must not subscribe.");
            Check.Equal(0, (await first.Messages.ClaimAsync(Sample.Claim("w", store), ct).ConfigureAwait(false)).Length, "A stale commit must send no message.");
            Check.That(await first.Approvals.FindAsync(tenant, new("req_1"), ct).ConfigureAwait(false) is null, "A stale commit must open no approval.");
            Check.Equal(0, (await first.Queue.ClaimedAsync(Sample.Claim("w", store), ct).ConfigureAwait(false)).Count, "A stale commit must not make the run due.");
        },
        cancellationToken);

    /// <summary>The same commit sent again, also after a claim, is known and written once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ResentCommitIsKnownAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            var next = Sample.After(start);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(next, ct).ConfigureAwait(false);
            Check.Status(CommitStatus.AlreadyCommitted, await store.Second.Runs.CommitAsync(next, ct).ConfigureAwait(false), "The same commit was made durable before.");
            Check.Equal(1, (await store.First.Queue.ClaimedAsync(Sample.Claim("w", store), ct).ConfigureAwait(false)).Count, "The run is due.");
            Check.Status(CommitStatus.AlreadyCommitted, await store.Second.Runs.CommitAsync(next, ct).ConfigureAwait(false), "A claim in between must not make the commit forgotten.");

            var stored = await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false);
            Check.Equal(3, stored.Revision, "Two commits and a claim raise the revision; a resent commit does not.");
            Check.Equal(2, stored.Steps, "A resent commit must add no record.");
        },
        cancellationToken);

    /// <summary>A start sent again after the run went on is known, and its key is no obstacle.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ResentStartIsKnownLaterAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now) with { StartKey = new OnceKey("start", "evt_1") };
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(start), ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(Sample.After(start)), ct).ConfigureAwait(false);
            Check.Status(CommitStatus.AlreadyCommitted, await store.Second.Runs.CommitAsync(start, ct).ConfigureAwait(false), "The start was made durable before.");
        },
        cancellationToken);

    /// <summary>In a batch, a stale run is refused by itself and fails no other.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task EachCommitIsJudgedByItselfAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var held = Sample.Start(store.Now, Sample.Nth(1)) with { StartKey = new OnceKey("start", "a") };
            await store.First.Runs.CommittedAsync(held, ct).ConfigureAwait(false);
            var results = await store.Second.Runs.CommitAsync(
                [
                    Sample.Start(store.Now, Sample.Nth(2)),
                    Sample.After(held, 9),
                    Sample.Start(store.Now, Sample.Nth(3)) with { StartKey = new OnceKey("start", "a") },
                    Sample.Start(store.Now, Sample.Nth(4)),
                ],
                ct).ConfigureAwait(false);
            Check.Equal(
                [CommitStatus.Committed, CommitStatus.Stale, CommitStatus.Duplicate, CommitStatus.Committed],
                results.Select(static result => result.Status),
                "Each commit of a batch gets its own answer, in order.");
            Check.That(await store.First.Runs.LoadAsync(Sample.Tenant, Sample.Nth(3), ct).ConfigureAwait(false) is null, "A duplicate start must make no run.");
            _ = await store.First.Runs.LoadedAsync(Sample.Tenant, Sample.Nth(4), ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>An empty batch is answered with nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task NoCommitsNoAnswersAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
            Check.Equal(0, (await store.First.Runs.CommitAsync([], ct).ConfigureAwait(false)).Length, "No commit, no answer."),
        cancellationToken);

    /// <summary>Many commits in one call are answered in their order.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task LargeBatchIsAnsweredInOrderAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Runs.CommitAsync([.. Enumerable.Range(0, 300).Select(number => Sample.Start(store.Now, Sample.Nth(number)))], ct).ConfigureAwait(false);
            var results = await store.Second.Runs.CommitAsync(
                [.. Enumerable.Range(0, 300).Select(number => Sample.After(Sample.Start(store.Now, Sample.Nth(number)), number % 3 == 0 ? 2 : 1))], ct).ConfigureAwait(false);
            Check.Equal(
                Enumerable.Range(0, 300).Select(static number => number % 3 == 0 ? CommitStatus.Stale : CommitStatus.Committed),
                results.Select(static result => result.Status),
                "Every third commit is stale.");
        },
        cancellationToken);
}
