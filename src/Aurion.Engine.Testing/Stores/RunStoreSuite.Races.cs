using System.Collections.Immutable;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <content>Races, once-keys.</content>
public sealed partial class RunStoreSuite
{
    /// <summary>Of many writers that read the same revision, exactly one wins.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneWriterWinsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            var results = await StoreCalls.RaceAsync(store, (handle, _) => handle.Runs.CommitAsync(Sample.After(start), ct)).ConfigureAwait(false);

            CheckOneWinner(results, CommitStatus.Stale);
            var stored = await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false);
            Check.Equal((2L, 2L), (stored.Revision, stored.Steps), "One of the commits, and only one, must have been written.");
        },
        cancellationToken);

    /// <summary>Of many starts of the same run, exactly one wins.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneStarterWinsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var results = await StoreCalls.RaceAsync(store, (handle, _) => handle.Runs.CommitAsync(Sample.Start(store.Now), ct)).ConfigureAwait(false);
            CheckOneWinner(results, CommitStatus.Stale);
        },
        cancellationToken);

    /// <summary>The same commit sent many times at once is written once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task SameCommitInParallelIsWrittenOnceAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now) with { StartKey = new OnceKey("start", "a") };
            var results = await StoreCalls.RaceAsync(store, (handle, _) => handle.Runs.CommitAsync(start, ct)).ConfigureAwait(false);
            CheckOneWinner(results, CommitStatus.AlreadyCommitted);
            Check.Equal(1, (await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false)).Steps, "The commit must be written once.");
        },
        cancellationToken);

    /// <summary>Many writers, each with runs of its own, all come through.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ParallelRunsAllProgressAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            const int RunsEach = 5, CommitsEach = 4;
            await StoreCalls.RaceAsync(store, async (handle, racer) =>
            {
                ImmutableArray<RunCommit> commits = [.. Enumerable.Range(racer * RunsEach, RunsEach).Select(number => Sample.Due(store.Now, Sample.Nth(number)))];
                for (var round = 0; round < CommitsEach; round++)
                {
                    var results = await handle.Runs.CommitAsync(commits, ct).ConfigureAwait(false);
                    Check.Equal(Enumerable.Repeat(CommitStatus.Committed, RunsEach), results.Select(static result => result.Status), "Nobody else writes these runs.");
                    commits = [.. commits.Select(static commit => Sample.After(commit))];
                }

                return true;
            }).ConfigureAwait(false);

            for (var number = 0; number < StoreCalls.Racers * RunsEach; number++)
            {
                var stored = await store.Second.Runs.LoadedAsync(Sample.Tenant, Sample.Nth(number), ct).ConfigureAwait(false);
                Check.Equal((CommitsEach, (long)CommitsEach), (stored.Revision, stored.Steps), $"{stored.Head.Run} must have all its commits.");
            }
        },
        cancellationToken);

    /// <summary>A start key has one holder; who comes later learns who it is and makes no run.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task StartKeyHasOneHolderAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var key = new OnceKey("start", "evt_1");
            await store.First.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(1)) with { StartKey = key }, ct).ConfigureAwait(false);
            var second = Sample.Start(store.Now, Sample.Nth(2)) with { StartKey = key, Messages = [Sample.Message("m1")] };
            var result = await store.Second.Runs.CommitAsync(second, ct).ConfigureAwait(false);
            Check.Equal(new CommitResult(CommitStatus.Duplicate, "run_0001"), result, "The first run holds the key.");
            Check.That(await store.First.Runs.LoadAsync(Sample.Tenant, Sample.Nth(2), ct).ConfigureAwait(false) is null, "A duplicate start must make no run.");
            Check.Equal(0, (await store.First.Messages.ClaimAsync(Sample.Claim("w", store), ct).ConfigureAwait(false)).Length, "A duplicate start must send no message.");
            await store.Second.Runs.CommittedAsync(second with { StartKey = new OnceKey("start", "evt_2") }, ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Another tenant and another scope have keys of their own.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task StartKeyIsTheTenantsOwnAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(1)) with { StartKey = new OnceKey("start", "a") }, ct).ConfigureAwait(false);
            await store.Second.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(2)) with { StartKey = new OnceKey("webhook", "a") }, ct).ConfigureAwait(false);
            await store.Second.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(3), Sample.OtherTenant) with { StartKey = new OnceKey("start", "a") }, ct).ConfigureAwait(false);
            await store.Second.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(4)) with { StartKey = new OnceKey("start", "A") }, ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A key that runs out is free afterwards; one without an end is held for ever.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task StartKeyRunsOutAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var key = new OnceKey("limit", "a", store.Now + (4 * store.Tick));
            await store.First.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(1)) with { StartKey = key }, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(2)) with { StartKey = new OnceKey("limit", "b") }, ct).ConfigureAwait(false);
            Check.Status(CommitStatus.Duplicate, await store.Second.Runs.CommitAsync(Sample.Start(store.Now, Sample.Nth(3)) with { StartKey = key }, ct).ConfigureAwait(false), "The key is held.");

            await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);
            await store.Second.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(3)) with { StartKey = key with { Until = store.Now + (4 * store.Tick) } }, ct).ConfigureAwait(false);
            var result = await store.First.Runs.CommitAsync(Sample.Start(store.Now, Sample.Nth(4)) with { StartKey = key }, ct).ConfigureAwait(false);
            Check.Equal(new CommitResult(CommitStatus.Duplicate, "run_0003"), result, "The new holder holds the key.");
            result = await store.First.Runs.CommitAsync(Sample.Start(store.Now, Sample.Nth(5)) with { StartKey = new OnceKey("limit", "b") }, ct).ConfigureAwait(false);
            Check.Equal(new CommitResult(CommitStatus.Duplicate, "run_0002"), result, "A key without an end is held for ever.");
        },
        cancellationToken);

    /// <summary>Of many runs that start with the same key, one is started and all others name it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneStarterTakesTheKeyAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var key = new OnceKey("webhook", "delivery-1");
            var results = await StoreCalls.RaceAsync(store, async (handle, racer) =>
            {
                var result = await handle.Runs.CommitAsync(Sample.Start(store.Now, Sample.Nth(racer)) with { StartKey = key }, ct).ConfigureAwait(false);
                var holder = result.Holder ?? Sample.Nth(racer).Value;
                _ = await handle.Runs.LoadedAsync(Sample.Tenant, new(holder), ct).ConfigureAwait(false); // at once, not soon
                return result with { Holder = holder };
            }).ConfigureAwait(false);
            CheckOneWinner(results, CommitStatus.Duplicate);
            Check.Equal(1, results.Select(static result => result.Holder).Distinct().Count(), "Everybody must name the same holder.");
        },
        cancellationToken);

    private static void CheckOneWinner(CommitResult[] results, CommitStatus others)
    {
        var wins = results.Count(static result => result.Status is CommitStatus.Committed);
        Check.That(wins == 1, $"{wins} of {results.Length} writers won; exactly one must.");
        Check.Equal(results.Length - 1, results.Count(result => result.Status == others), $"All other writers must be told {others}.");
    }
}
