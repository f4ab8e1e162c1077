using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Short forms of calls that the suites make often.</summary>
internal static class StoreCalls
{
    /// <summary>How many writers race for one thing.</summary>
    internal const int Racers = 16;

    internal static async Task<CommitResult> CommitAsync(this IRunStore store, RunCommit commit, CancellationToken cancellationToken)
    {
        var results = await store.CommitAsync([commit], cancellationToken).ConfigureAwait(false);
        Check.Equal(1, results.Length, "One commit must get one answer.");
        return results[0];
    }

    internal static async Task CommittedAsync(this IRunStore store, RunCommit commit, CancellationToken cancellationToken) =>
        Check.Status(CommitStatus.Committed, await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false), $"The commit of {commit.Run} at revision {commit.ExpectedRevision} must be taken.");

    internal static async Task<CommitResult> CommitAsync(this IEventStore store, EventCommit commit, CancellationToken cancellationToken)
    {
        var results = await store.CommitAsync([commit], cancellationToken).ConfigureAwait(false);
        Check.Equal(1, results.Length, "One commit must get one answer.");
        return results[0];
    }

    internal static async Task CommittedAsync(this IEventStore store, EventCommit commit, CancellationToken cancellationToken) =>
        Check.Status(CommitStatus.Committed, await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false), $"The commit of {commit.EventId} at revision {commit.ExpectedRevision} must be taken.");

    internal static async Task<StoredRun> LoadedAsync(this IRunStore store, TenantId tenant, RunId run, CancellationToken cancellationToken) =>
        Check.Found(await store.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false), $"{run} must be found.");

    internal static Task<List<RunRecord>> RecordsAsync(this IRunStore store, TenantId tenant, RunId run, long fromStep, CancellationToken cancellationToken) =>
        ListAsync(store.ReadAsync(tenant, run, fromStep, cancellationToken), cancellationToken);

    internal static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> source, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await foreach (var item in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            items.Add(item);
        }

        return items;
    }

    internal static async Task<List<RunId>> ClaimedAsync(this IRunQueue queue, ClaimRequest request, CancellationToken cancellationToken) =>
        [.. (await queue.ClaimAsync(request, cancellationToken).ConfigureAwait(false)).Runs.Select(static run => run.Head.Run)];

    /// <summary>Does the same thing many times at once, in turn through both openings.</summary>
    internal static Task<T[]> RaceAsync<T>(StoreFixture store, Func<StoreHandle, int, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, Racers).Select(racer => Task.Run(() => act(racer % 2 == 0 ? store.First : store.Second, racer))));
}
