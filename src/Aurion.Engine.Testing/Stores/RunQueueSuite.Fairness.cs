using Aurion.Engine.Runs;

namespace Aurion.Engine.Testing.Stores;

/// <content>Fairness, limits, formats, waiting.</content>
public sealed partial class RunQueueSuite
{
    /// <summary>A tenant with much to do does not keep another waiting.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task TenantsTakeTurnsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Runs.CommitAsync([.. Enumerable.Range(0, 40).Select(number => Sample.Due(store.Now, Sample.Nth(number)))], ct).ConfigureAwait(false);
            await store.PassAsync(store.Tick, ct).ConfigureAwait(false);
            await store.First.Runs.CommitAsync([.. Enumerable.Range(40, 3).Select(number => Sample.Due(store.Now, Sample.Nth(number), Sample.OtherTenant))], ct).ConfigureAwait(false);

            var claims = await store.Second.Queue.ClaimAsync(Sample.Claim("w1", store, limit: 6), ct).ConfigureAwait(false);
            var others = claims.Runs.Count(static run => run.Head.Tenant == Sample.OtherTenant);
            Check.Equal((6, 3), (claims.Runs.Length, others), "Of six places, three are the other tenant's, though its runs are due later.");
        },
        cancellationToken);

    /// <summary>A claim takes at most so many of one tenant.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task NoTenantHasMoreThanItsShareAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Runs.CommitAsync([.. Enumerable.Range(0, 10).Select(number => Sample.Due(store.Now, Sample.Nth(number)))], ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.Due(store.Now, Sample.Nth(10), Sample.OtherTenant), ct).ConfigureAwait(false);
            var claims = await store.Second.Queue.ClaimAsync(Sample.Claim("w1", store, limit: 8, maxPerTenant: 3), ct).ConfigureAwait(false);
            Check.Equal(4, claims.Runs.Length, "Three of one tenant and the only one of the other.");
            claims = await store.Second.Queue.ClaimAsync(Sample.Claim("w1", store, limit: 8, maxPerTenant: 5), ct).ConfigureAwait(false);
            Check.Equal(5, claims.Runs.Length, "Another claim takes its share again.");
        },
        cancellationToken);

    /// <summary>A claim takes at most what it asks for, and what is left is there for the next.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task LimitHoldsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Runs.CommitAsync([.. Enumerable.Range(0, 10).Select(number => Sample.Due(store.Now, Sample.Nth(number)))], ct).ConfigureAwait(false);
            var seen = new List<string>();
            foreach (var expected in (int[])[4, 4, 2, 0])
            {
                var claimed = await store.Second.Queue.ClaimedAsync(Sample.Claim("w1", store, limit: 4), ct).ConfigureAwait(false);
                Check.Equal(expected, claimed.Count, "Ten runs are claimed four at a time.");
                seen.AddRange(claimed.Select(static run => run.Value));
            }

            Check.Equal(10, seen.Distinct().Count(), "Every run must be claimed once.");
        },
        cancellationToken);

    /// <summary>Within a tenant, what has been due longest is claimed first.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OldestDueComesFirstAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            foreach (var (number, age) in (IEnumerable<(int, int)>)[(1, 1), (2, 3), (3, 2), (4, 4)])
            {
                var start = Sample.Start(now, Sample.Nth(number));
                await store.First.Runs.CommittedAsync(start with { Head = start.Head with { DueAt = now - (age * store.Tick) } }, ct).ConfigureAwait(false);
            }

            foreach (var expected in (int[])[4, 2, 3, 1])
            {
                var claimed = await store.Second.Queue.ClaimedAsync(Sample.Claim("w1", store, limit: 1), ct).ConfigureAwait(false);
                Check.Equal([Sample.Nth(expected)], claimed, "The run that has been due longest comes first.");
            }
        },
        cancellationToken);

    /// <summary>A worker gets no run in a format that it can't read.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task NewerFormatIsLeftAloneAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var newer = Sample.Due(store.Now, Sample.Nth(1));
            await store.First.Runs.CommittedAsync(newer with { Head = newer.Head with { Format = Marking.CurrentFormat + 1 } }, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.Due(store.Now, Sample.Nth(2)), ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, "old", store, ct, 2).ConfigureAwait(false);
            var request = Sample.Claim("new", store) with { MaxFormat = Marking.CurrentFormat + 1 };
            Check.Equal([Sample.Nth(1)], await store.Second.Queue.ClaimedAsync(request, ct).ConfigureAwait(false), "A newer worker must get the run.");
        },
        cancellationToken);

    /// <summary>Many workers at once get each run once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ParallelClaimsShareTheRunsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Runs.CommitAsync([.. Enumerable.Range(0, 60).Select(number => Sample.Due(store.Now, Sample.Nth(number)))], ct).ConfigureAwait(false);
            var claimed = await StoreCalls.RaceAsync(
                store, (handle, racer) => handle.Queue.ClaimedAsync(Sample.Claim($"w{racer}", store, limit: 5), ct)).ConfigureAwait(false);
            var all = claimed.SelectMany(static runs => runs).ToList();
            Check.Equal(all.Count, all.Distinct().Count(), "No run may have two workers.");
            all.AddRange(await store.First.Queue.ClaimedAsync(Sample.Claim("last", store), ct).ConfigureAwait(false));
            Check.Equal(60, all.Distinct().Count(), "Every run must get a worker.");
        },
        cancellationToken);

    /// <summary>Whoever waits is woken when work comes through the same opening.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WaitEndsWhenWorkComesAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            var waiting = store.First.Queue.WaitAsync(TimeSpan.FromDays(1), ct).AsTask();
            Check.That(!waiting.IsCompleted, "Nothing is due.");
            await store.First.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false);
            await waiting.ConfigureAwait(false);
            await CheckClaimedAsync(store.First, "w1", store, ct, 1).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Work that came before the wait, through whichever opening, is no wake-up lost.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WaitEndsAtOnceWhenWorkIsThereAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.Second.Runs.CommittedAsync(Sample.Due(store.Now), ct).ConfigureAwait(false);
            await store.First.Queue.WaitAsync(TimeSpan.FromDays(1), ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.First, "w1", store, ct, 1).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A wait ends when the next run falls due.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WaitEndsWhenARunFallsDueAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start with { Head = start.Head with { DueAt = store.Now + (2 * store.Tick) } }, ct).ConfigureAwait(false);
            var waiting = store.First.Queue.WaitAsync(TimeSpan.FromDays(1), ct).AsTask();
            await store.PassAsync(3 * store.Tick, ct).ConfigureAwait(false);
            await waiting.ConfigureAwait(false);
            await CheckClaimedAsync(store.First, "w1", store, ct, 1).ConfigureAwait(false);
        },
        cancellationToken);
}
