using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves an <see cref="IRunQueue"/>: leases, fences, fairness.</summary>
/// <param name="open">Opens an empty store with <see cref="StoreHandle.Runs"/> and <see cref="StoreHandle.Queue"/>.</param>
public sealed partial class RunQueueSuite(Func<CancellationToken, ValueTask<StoreFixture>> open) : StoreSuite(open)
{
    /// <inheritdoc/>
    public override ImmutableArray<StoreCase> Cases =>
    [
        new(nameof(DueRunIsClaimedAsync), DueRunIsClaimedAsync),
        new(nameof(ClaimFencesTheOldRevisionAsync), ClaimFencesTheOldRevisionAsync),
        new(nameof(LeasedRunIsNotClaimedAsync), LeasedRunIsNotClaimedAsync),
        new(nameof(LeaseRunsOutAsync), LeaseRunsOutAsync),
        new(nameof(HeartbeatKeepsTheLeaseAsync), HeartbeatKeepsTheLeaseAsync),
        new(nameof(HeartbeatAnswersEachRunAsync), HeartbeatAnswersEachRunAsync),
        new(nameof(HeartbeatTellsOfACancellationAsync), HeartbeatTellsOfACancellationAsync),
        new(nameof(ReleasedRunIsClaimableAsync), ReleasedRunIsClaimableAsync),
        new(nameof(RunIsClaimedWhenItsTimeComesAsync), RunIsClaimedWhenItsTimeComesAsync),
        new(nameof(MessageMakesARunDueAsync), MessageMakesARunDueAsync),
        new(nameof(MessageDuringALeaseWaitsForItsEndAsync), MessageDuringALeaseWaitsForItsEndAsync),
        new(nameof(HeldAndFailedRunsAreDueForMessagesOnlyAsync), HeldAndFailedRunsAreDueForMessagesOnlyAsync),
        new(nameof(RunIsBornLeasedAsync), RunIsBornLeasedAsync),
        new(nameof(CommitEndsTheLeaseAsync), CommitEndsTheLeaseAsync),
        new(nameof(CommitForgetsTheClaimsAsync), CommitForgetsTheClaimsAsync),
        new(nameof(TenantsTakeTurnsAsync), TenantsTakeTurnsAsync),
        new(nameof(NoTenantHasMoreThanItsShareAsync), NoTenantHasMoreThanItsShareAsync),
        new(nameof(LimitHoldsAsync), LimitHoldsAsync),
        new(nameof(OldestDueComesFirstAsync), OldestDueComesFirstAsync),
        new(nameof(NewerFormatIsLeftAloneAsync), NewerFormatIsLeftAloneAsync),
        new(nameof(ParallelClaimsShareTheRunsAsync), ParallelClaimsShareTheRunsAsync),
        new(nameof(WaitEndsWhenWorkComesAsync), WaitEndsWhenWorkComesAsync),
        new(nameof(WaitEndsAtOnceWhenWorkIsThereAsync), WaitEndsAtOnceWhenWorkIsThereAsync),
        new(nameof(WaitEndsWhenARunFallsDueAsync), WaitEndsWhenARunFallsDueAsync),
    ];

    /// <summary>A due run is claimed whole, with the store's time and a raised revision.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DueRunIsClaimedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false);
            var before = store.Now;
            var claims = await store.Second.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);

            Check.That(claims.StoreTime >= before && claims.StoreTime <= store.Now, "The claim must tell the store's time.");
            Check.Equal([start.Run], claims.Runs.Select(static run => run.Head.Run), "The due run must be claimed.");
            var run = claims.Runs[0];
            Check.Same(start.Head, run.Head, "A claim must bring the head.");
            Check.Same(start.Marking, run.Marking, "A claim must bring the marking.");
            Check.Equal(["a"], run.Inbox.Select(static item => item.Id), "A claim must bring the inbox.");
            Check.Equal((2L, 1L, 1), (run.Revision, run.Steps, run.Claims), "A claim raises the revision and the number of claims.");
            Check.Same(run, await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false), "Others must see the claim.");
        },
        cancellationToken);

    /// <summary>Whoever read the run before the claim can't commit any more; the claimer can.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ClaimFencesTheOldRevisionAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.Second.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            Check.Status(CommitStatus.Stale, await store.First.Runs.CommitAsync(Sample.After(start), ct).ConfigureAwait(false), "The claim raised the revision.");
            await store.Second.Runs.CommittedAsync(Sample.After(start, 2), ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>While a lease lasts, nobody else gets the run, not even its holder again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task LeasedRunIsNotClaimedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Runs.CommittedAsync(Sample.Due(store.Now), ct).ConfigureAwait(false);
            await store.First.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w2", store, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.First, "w1", store, ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A lease that ran out is another worker's to take, and the late worker is refused everything.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task LeaseRunsOutAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);

            var second = (await store.Second.Queue.ClaimAsync(Sample.Claim("w2", store), ct).ConfigureAwait(false)).Runs;
            Check.Equal([(3L, 2)], second.Select(static run => (run.Revision, run.Claims)), "The second claim must raise revision and claims once more.");
            Check.Status(CommitStatus.Stale, await store.First.Runs.CommitAsync(Sample.After(start, 2), ct).ConfigureAwait(false), "The late worker's commit must be refused.");
            Check.Equal([LeaseState.Lost], await store.First.Queue.RenewAsync("w1", [start.Run], store.Tick, ct).ConfigureAwait(false), "The late worker must learn that it lost the run.");
            await store.First.Queue.ReleaseAsync("w1", [start.Run], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.First, "w3", store, ct).ConfigureAwait(false);
            await store.Second.Runs.CommittedAsync(Sample.After(start, 3), ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A heartbeat makes the lease longer and leaves the revision alone.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task HeartbeatKeepsTheLeaseAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            for (var beat = 0; beat < 3; beat++)
            {
                await store.PassAsync(2 * store.Tick, ct).ConfigureAwait(false);
                Check.Equal([LeaseState.Held], await store.First.Queue.RenewAsync("w1", [start.Run], 4 * store.Tick, ct).ConfigureAwait(false), "The lease is the worker's.");
            }

            await CheckClaimedAsync(store.Second, "w2", store, ct).ConfigureAwait(false);
            await store.Second.Runs.CommittedAsync(Sample.After(start, 2), ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A heartbeat answers for each run in order: held, somebody else's, unknown.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task HeartbeatAnswersEachRunAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Runs.CommitAsync([Sample.Due(store.Now, Sample.Nth(1)), Sample.Start(store.Now, Sample.Nth(2))], ct).ConfigureAwait(false);
            await store.First.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            var states = await store.Second.Queue.RenewAsync("w1", [Sample.Nth(9), Sample.Nth(1), Sample.Nth(2)], store.Tick, ct).ConfigureAwait(false);
            Check.Equal([LeaseState.Lost, LeaseState.Held, LeaseState.Lost], states, "Each run gets its own answer, in order.");
            states = await store.Second.Queue.RenewAsync("w2", [Sample.Nth(1)], store.Tick, ct).ConfigureAwait(false);
            Check.Equal([LeaseState.Lost], states, "The lease is another worker's.");
        },
        cancellationToken);

    /// <summary>A heartbeat tells that a person asked to cancel, until a commit consumes it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task HeartbeatTellsOfACancellationAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            await store.Second.Runs.SendAsync(start.Tenant, start.Run, new InboxItem("cancel", new RunInput.Cancelled { At = store.Now, By = "u1" }), ct).ConfigureAwait(false);
            Check.Equal([LeaseState.CancelAsked], await store.First.Queue.RenewAsync("w1", [start.Run], store.Tick, ct).ConfigureAwait(false), "A cancellation waits in the inbox.");
            await store.First.Runs.CommittedAsync(Sample.After(start, 2) with { Consumed = ["cancel"], KeepLeaseFor = "w1" }, ct).ConfigureAwait(false);
            Check.Equal([LeaseState.Held], await store.First.Queue.RenewAsync("w1", [start.Run], store.Tick, ct).ConfigureAwait(false), "The cancellation was consumed.");
        },
        cancellationToken);

    /// <summary>A lease given back is free at once; a stranger can't give it back.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ReleasedRunIsClaimableAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            await store.Second.Queue.ReleaseAsync("w2", [start.Run, Sample.Nth(9)], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w2", store, ct).ConfigureAwait(false);
            await store.First.Queue.ReleaseAsync("w1", [start.Run], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w2", store, ct, 1).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A run with a time is due from then on and not before.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RunIsClaimedWhenItsTimeComesAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start with { Head = start.Head with { DueAt = store.Now + (3 * store.Tick) } }, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w1", store, ct).ConfigureAwait(false);
            await store.PassAsync(4 * store.Tick, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w1", store, ct, 1).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A run without a time is due when a message comes, and stays so until a commit consumes it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task MessageMakesARunDueAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w1", store, ct).ConfigureAwait(false);
            await store.First.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w1", store, ct, 1).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(start, 2), ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w1", store, ct, 1).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(Sample.After(start), 4) with { Consumed = ["a"] }, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w1", store, ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A message that comes during a lease makes the run due when the lease is over.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task MessageDuringALeaseWaitsForItsEndAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            await store.Second.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w2", store, ct).ConfigureAwait(false);
            var next = Sample.After(start, 2);
            await store.First.Runs.CommittedAsync(next with { Head = next.Head with { DueAt = null } }, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w2", store, ct, 1).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A paused or failed run is due only for its inbox, a completed or cancelled one never.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task HeldAndFailedRunsAreDueForMessagesOnlyAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            RunStatus[] statuses = [RunStatus.Paused, RunStatus.Failed, RunStatus.Completed, RunStatus.Cancelled];
            for (var number = 0; number < statuses.Length; number++)
            {
                var start = Sample.Due(store.Now, Sample.Nth(number));
                await store.First.Runs.CommittedAsync(start with { Head = start.Head with { Status = statuses[number] } }, ct).ConfigureAwait(false);
            }

            await CheckClaimedAsync(store.Second, "w1", store, ct).ConfigureAwait(false);
            for (var number = 0; number < statuses.Length; number++)
            {
                Check.Equal(SendStatus.Stored, await store.First.Runs.SendAsync(Sample.Tenant, Sample.Nth(number), Sample.Item("a", store.Now), ct).ConfigureAwait(false), "A message is stored whatever the status.");
            }

            await CheckClaimedAsync(store.Second, "w1", store, ct, 0, 1).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A start that keeps the lease is its worker's; another gets the run when the lease ran out.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RunIsBornLeasedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now) with { KeepLeaseFor = "w1", Lease = 4 * store.Tick };
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w2", store, ct).ConfigureAwait(false);
            Check.Equal([LeaseState.Held], await store.Second.Queue.RenewAsync("w1", [start.Run], 4 * store.Tick, ct).ConfigureAwait(false), "The run was born leased.");
            await store.First.Runs.CommittedAsync(Sample.After(start) with { KeepLeaseFor = "w1", Lease = 4 * store.Tick }, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w2", store, ct).ConfigureAwait(false);
            await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "w2", store, ct, 1).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A commit that does not keep the lease gives it back, whoever holds it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task CommitEndsTheLeaseAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now) with { KeepLeaseFor = "w1", Lease = 4 * store.Tick };
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.Second.Runs.CommittedAsync(Sample.After(start) with { KeepLeaseFor = null }, ct).ConfigureAwait(false);
            Check.Equal([LeaseState.Lost], await store.First.Queue.RenewAsync("w1", [start.Run], store.Tick, ct).ConfigureAwait(false), "The commit gave the lease back.");
            await CheckClaimedAsync(store.Second, "w2", store, ct, 1).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Claims are counted until a commit gets through.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task CommitForgetsTheClaimsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Due(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            for (var claims = 1; claims <= 3; claims++)
            {
                var runs = (await store.Second.Queue.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false)).Runs;
                Check.Equal([claims], runs.Select(static run => run.Claims), "Claims must be counted.");
                await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);
            }

            await store.First.Runs.CommittedAsync(Sample.After(start, 4), ct).ConfigureAwait(false);
            Check.Equal(0, (await store.Second.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false)).Claims, "A commit must set the count back.");
        },
        cancellationToken);

    private static async Task CheckClaimedAsync(StoreHandle handle, string worker, StoreFixture store, CancellationToken cancellationToken, params int[] numbers)
    {
        var claimed = await handle.Queue.ClaimedAsync(Sample.Claim(worker, store), cancellationToken).ConfigureAwait(false);
        Check.Equal(numbers.Select(Sample.Nth), claimed.OrderBy(static run => run.Value, StringComparer.Ordinal), $"{worker} must get the runs that are due and free, and no others.");
    }
}
