using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves an <see cref="IApprovalStore"/>: each request is its own arbiter, and its outcome reaches the run.</summary>
/// <param name="open">Opens an empty store with <see cref="StoreHandle.Runs"/>, <see cref="StoreHandle.Queue"/>, <see cref="StoreHandle.Approvals"/> and <see cref="StoreHandle.Messages"/>.</param>
public sealed partial class ApprovalStoreSuite(Func<CancellationToken, ValueTask<StoreFixture>> open) : StoreSuite(open)
{
    /// <inheritdoc/>
    public override ImmutableArray<StoreCase> Cases =>
    [
        new(nameof(OpenedRequestIsFoundAsync), OpenedRequestIsFoundAsync),
        new(nameof(VotesAreConditionalWritesAsync), VotesAreConditionalWritesAsync),
        new(nameof(OutcomeReachesTheRunAsync), OutcomeReachesTheRunAsync),
        new(nameof(DecidedStaysDecidedAsync), DecidedStaysDecidedAsync),
        new(nameof(UnknownRequestIsStaleAsync), UnknownRequestIsStaleAsync),
        new(nameof(OneDeciderWinsAsync), OneDeciderWinsAsync),
        new(nameof(DecisionAndEndOfRunAgreeAsync), DecisionAndEndOfRunAgreeAsync),
        new(nameof(PendingIsListedByApproverAsync), PendingIsListedByApproverAsync),
        new(nameof(ClosedByTheRunIsNotPendingAsync), ClosedByTheRunIsNotPendingAsync),
        new(nameof(EverythingIsKeptAsync), EverythingIsKeptAsync),
        new(nameof(MessagesLeaveWithTheWriteAsync), MessagesLeaveWithTheWriteAsync),
        new(nameof(PendingFollowsEscalationAndDelegationAsync), PendingFollowsEscalationAndDelegationAsync),
        new(nameof(OneOfVoteAndReminderWinsAsync), OneOfVoteAndReminderWinsAsync),
        new(nameof(RandomSequencesAgreeWithTheModelAsync), RandomSequencesAgreeWithTheModelAsync),
        new(nameof(ParallelWritersAgreeAsync), ParallelWritersAgreeAsync),
    ];

    /// <summary>A request that a run's commit opened is found, byte for byte, and only by its tenant.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OpenedRequestIsFoundAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            var stored = await FoundAsync(store.Second, approval.Id, ct).ConfigureAwait(false);
            Check.Same(approval, stored.Approval, "The request must be read as it was written.");
            Check.Equal(1, stored.Revision, "A request that was opened has revision 1.");
            Check.That(await store.Second.Approvals.FindAsync(Sample.OtherTenant, approval.Id, ct).ConfigureAwait(false) is null, "Another tenant must not find it.");
            Check.That(await store.Second.Approvals.FindAsync(Sample.Tenant, new("req_9"), ct).ConfigureAwait(false) is null, "An unknown request must be null.");
        },
        cancellationToken);

    /// <summary>A vote on the revision that was read is taken; one on an older is stale and leaves no trace.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task VotesAreConditionalWritesAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            var first = Sample.Voted(approval, "u1", ApprovalStatus.Pending, store.Now);
            Check.Status(CommitStatus.Committed, await store.First.Approvals.CommitAsync(Sample.Tenant, first, 1, null, [], ct).ConfigureAwait(false), "The first vote is taken.");
            var late = Sample.Voted(approval, "u2", ApprovalStatus.Approved, store.Now);
            Check.Status(CommitStatus.Stale, await store.Second.Approvals.CommitAsync(Sample.Tenant, late, 1, Outcome(late, store.Now), [], ct).ConfigureAwait(false), "The second voter read an old revision.");
            Check.Equal(0, (await store.First.Runs.LoadedAsync(Sample.Tenant, Sample.Run, ct).ConfigureAwait(false)).Inbox.Length, "A stale vote must tell the run nothing.");
            var second = Sample.Voted(first, "u2", ApprovalStatus.Pending, store.Now);
            Check.Status(CommitStatus.Committed, await store.Second.Approvals.CommitAsync(Sample.Tenant, second, 2, null, [], ct).ConfigureAwait(false), "The second vote, on what stands, is taken.");
            var stored = await FoundAsync(store.First, approval.Id, ct).ConfigureAwait(false);
            Check.Same(second, stored.Approval, "Both votes must stand.");
            Check.Equal(3, stored.Revision, "Each write raises the revision.");
        },
        cancellationToken);

    /// <summary>The outcome enters the run's inbox in the same write and makes the run due; the revision of the run is left alone.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OutcomeReachesTheRunAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            var outcome = Outcome(approval with { Status = ApprovalStatus.Approved }, store.Now);
            var decided = Sample.Voted(approval, "u1", ApprovalStatus.Approved, store.Now);
            await store.Second.Approvals.CommitAsync(Sample.Tenant, decided, 1, outcome, [], ct).ConfigureAwait(false);
            var run = await store.First.Runs.LoadedAsync(Sample.Tenant, Sample.Run, ct).ConfigureAwait(false);
            Check.Equal(1, run.Revision, "A decision must leave the run's revision alone.");
            Check.Equal([Check.Text(outcome)], run.Inbox.Select(Check.Text), "The run must be told the outcome.");
            Check.Equal([Sample.Run], await store.First.Queue.ClaimedAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false), "The outcome makes the run due.");
        },
        cancellationToken);

    /// <summary>A decided request takes no further write, neither by a person nor by the run.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DecidedStaysDecidedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            var decided = Sample.Voted(approval, "u1", ApprovalStatus.Rejected, store.Now);
            await store.First.Approvals.CommitAsync(Sample.Tenant, decided, 1, Outcome(decided, store.Now), [], ct).ConfigureAwait(false);
            var other = Sample.Voted(approval, "u2", ApprovalStatus.Approved, store.Now);
            foreach (var revision in (long[])[1, 2, 3])
            {
                var result = await store.Second.Approvals.CommitAsync(Sample.Tenant, other, revision, new InboxItem("another", Outcome(other, store.Now).Input), [], ct).ConfigureAwait(false);
                Check.Status(CommitStatus.Stale, result, "A decided request takes no further write.");
            }

            await store.First.Runs.CommittedAsync(Sample.After(Sample.Start(store.Now)) with { Approvals = [approval with { Status = ApprovalStatus.Cancelled }] }, ct).ConfigureAwait(false);
            Check.Same(decided, (await FoundAsync(store.Second, approval.Id, ct).ConfigureAwait(false)).Approval, "The decision must stand.");
            Check.Equal(1, (await store.First.Runs.LoadedAsync(Sample.Tenant, Sample.Run, ct).ConfigureAwait(false)).Inbox.Length, "The run must be told once.");
        },
        cancellationToken);

    /// <summary>A vote on a request that is not there is stale.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task UnknownRequestIsStaleAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var unknown = Sample.Approval("req_9", store.Now);
            foreach (var revision in (long[])[0, 1])
            {
                Check.Status(CommitStatus.Stale, await store.First.Approvals.CommitAsync(Sample.Tenant, unknown, revision, null, [], ct).ConfigureAwait(false), "A request is opened by a run's commit alone.");
            }

            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            Check.Status(CommitStatus.Stale, await store.First.Approvals.CommitAsync(Sample.OtherTenant, approval, 1, null, [], ct).ConfigureAwait(false), "Another tenant has no such request.");
        },
        cancellationToken);

    /// <summary>Of many who decide at once, exactly one does, and the run is told once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneDeciderWinsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            var results = await StoreCalls.RaceAsync(store, (handle, racer) =>
            {
                var decided = Sample.Voted(approval, $"u{racer}", racer % 3 == 0 ? ApprovalStatus.Rejected : ApprovalStatus.Approved, store.Now);
                return handle.Approvals.CommitAsync(Sample.Tenant, decided, 1, new InboxItem($"voted/{racer}", Outcome(decided, store.Now).Input), [], ct).AsTask();
            }).ConfigureAwait(false);
            var wins = results.Count(static result => result.Status is CommitStatus.Committed);
            Check.That(wins == 1, $"{wins} of {results.Length} deciders won; exactly one must.");
            Check.Equal(1, (await FoundAsync(store.First, approval.Id, ct).ConfigureAwait(false)).Approval.Votes.Length, "One vote must stand.");
            Check.Equal(1, (await store.First.Runs.LoadedAsync(Sample.Tenant, Sample.Run, ct).ConfigureAwait(false)).Inbox.Length, "The run must be told once.");
        },
        cancellationToken);

    /// <summary>When a person decides and the run ends at the same time, either the decision stands or the request is cancelled and the run is told nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DecisionAndEndOfRunAgreeAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            for (var number = 1; number <= 8; number++)
            {
                var start = Sample.Start(store.Now, Sample.Nth(number)) with { Approvals = [Sample.Approval($"req_{number}", store.Now, Sample.Nth(number))] };
                await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
                var decided = Sample.Voted(start.Approvals[0], "u1", ApprovalStatus.Approved, store.Now);
                var ended = Sample.After(start) with { Approvals = [start.Approvals[0] with { Status = ApprovalStatus.Cancelled }] };
                var decide = Task.Run(() => store.Second.Approvals.CommitAsync(Sample.Tenant, decided, 1, Outcome(decided, store.Now), [], ct).AsTask(), ct);
                await store.First.Runs.CommittedAsync(ended, ct).ConfigureAwait(false);
                var won = (await decide.ConfigureAwait(false)).Status is CommitStatus.Committed;

                var stored = await FoundAsync(store.First, decided.Id, ct).ConfigureAwait(false);
                Check.Equal(won ? ApprovalStatus.Approved : ApprovalStatus.Cancelled, stored.Approval.Status, "What was answered must stand.");
                var inbox = (await store.First.Runs.LoadedAsync(Sample.Tenant, start.Run, ct).ConfigureAwait(false)).Inbox.Length;
                Check.Equal(won ? 1 : 0, inbox, "The run is told of a decision that stands, and of no other.");
            }
        },
        cancellationToken);

    /// <summary>Open requests are listed to those that they name, oldest first, by pages; decided ones are gone.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task PendingIsListedByApproverAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await OpenAsync(store, "req_3", ct, "user:u1", "role:supervisor").ConfigureAwait(false);
            await OpenAsync(store, "req_1", ct, "user:u1").ConfigureAwait(false);
            await OpenAsync(store, "req_2", ct, "role:supervisor").ConfigureAwait(false);
            await OpenAsync(store, "req_4", ct, "user:u10", "team:t1").ConfigureAwait(false);
            await CheckPendingAsync(store, ["user:u1"], Page.First(9), ct, "req_1", "req_3").ConfigureAwait(false);
            await CheckPendingAsync(store, ["user:u1", "role:supervisor", "team:t9"], Page.First(9), ct, "req_1", "req_2", "req_3").ConfigureAwait(false);
            await CheckPendingAsync(store, ["user:u1", "role:supervisor"], Page.First(2), ct, "req_1", "req_2").ConfigureAwait(false);
            await CheckPendingAsync(store, ["user:u1", "role:supervisor"], new Page("req_2", 2), ct, "req_3").ConfigureAwait(false);
            await CheckPendingAsync(store, [], Page.First(9), ct).ConfigureAwait(false);
            await CheckPendingAsync(store, ["user:U1"], Page.First(9), ct).ConfigureAwait(false);

            var stored = await FoundAsync(store.First, new("req_1"), ct).ConfigureAwait(false);
            var voted = Sample.Voted(stored.Approval, "u1", ApprovalStatus.Pending, store.Now);
            await store.First.Approvals.CommitAsync(Sample.Tenant, voted, 1, null, [], ct).ConfigureAwait(false);
            await CheckPendingAsync(store, ["user:u1"], Page.First(9), ct, "req_1", "req_3").ConfigureAwait(false);
            await store.First.Approvals.CommitAsync(Sample.Tenant, Sample.Voted(voted, "u2", ApprovalStatus.Approved, store.Now), 2, null, [], ct).ConfigureAwait(false);
            await CheckPendingAsync(store, ["user:u1"], Page.First(9), ct, "req_3").ConfigureAwait(false);
            var seen = await store.Second.Approvals.ListPendingAsync(Sample.OtherTenant, new ApproverSet(["user:u1"]), Page.First(9), ct).ConfigureAwait(false);
            Check.Equal(0, seen.Length, "Another tenant must not see them.");
        },
        cancellationToken);

    /// <summary>A request that its run closed is listed no more, and takes no vote.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ClosedByTheRunIsNotPendingAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(Sample.Start(store.Now)) with { Approvals = [approval with { Status = ApprovalStatus.Cancelled, DecidedAt = store.Now }] }, ct).ConfigureAwait(false);
            await CheckPendingAsync(store, ["role:supervisor"], Page.First(9), ct).ConfigureAwait(false);
            var late = Sample.Voted(approval, "u1", ApprovalStatus.Approved, store.Now);
            Check.Status(CommitStatus.Stale, await store.Second.Approvals.CommitAsync(Sample.Tenant, late, 2, null, [], ct).ConfigureAwait(false), "A closed request takes no vote.");
        },
        cancellationToken);

    private static InboxItem Outcome(Approval approval, DateTimeOffset at) => new(
        $"voted/{approval.Id}", new RunInput.Voted { At = at, Approval = approval.Id, Key = approval.StepKey, Outcome = approval.Status, Output = Sample.Odd });

    /// <summary>Opens a request by the start of a run of the same number.</summary>
    private static async Task<Approval> OpenAsync(StoreFixture store, string id, CancellationToken cancellationToken, params string[] approvers)
    {
        var run = Sample.Nth(int.Parse(id.AsSpan("req_".Length), System.Globalization.CultureInfo.InvariantCulture));
        var approval = Sample.Approval(id, store.Now, run, approvers: [.. approvers]);
        await store.First.Runs.CommittedAsync(Sample.Start(store.Now, run) with { Approvals = [approval] }, cancellationToken).ConfigureAwait(false);
        return approval;
    }

    private static async Task<StoredApproval> FoundAsync(StoreHandle handle, ApprovalId id, CancellationToken cancellationToken) =>
        Check.Found(await handle.Approvals.FindAsync(Sample.Tenant, id, cancellationToken).ConfigureAwait(false), $"{id} must be found.");

    private static async Task CheckPendingAsync(StoreFixture store, ImmutableArray<string> entries, Page page, CancellationToken cancellationToken, params string[] ids)
    {
        var pending = await store.Second.Approvals.ListPendingAsync(Sample.Tenant, new ApproverSet(entries), page, cancellationToken).ConfigureAwait(false);
        Check.Equal(ids, pending.Select(static approval => approval.Id.Value), $"Open requests for [{string.Join(", ", entries)}] must be listed, oldest first.");
    }
}
