using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>A run store that is watched, and that has the planted bug of its kind.</summary>
internal sealed class FaultyRunStore(IRunStore store, SimulatedWorld world) : IRunStore
{
    public async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
    {
        if (world.Bug is PlantedBug.ConsumesWholeInbox && commits[0].ExpectedRevision > 0
            && await store.LoadAsync(commits[0].Tenant, commits[0].Run, cancellationToken) is { } now)
        {
            commits = [commits[0] with { Consumed = [.. now.Inbox.Select(static item => item.Id)] }];
        }

        var results = await store.CommitAsync(commits, cancellationToken);
        if (world.Bug is PlantedBug.AcceptsStaleRevision && results[0].Status is CommitStatus.Stale
            && await store.LoadAsync(commits[0].Tenant, commits[0].Run, cancellationToken) is { } newer)
        {
            var records = commits[0].Records.Select((record, at) => record with { Step = newer.Steps + 1 + at });
            results = await store.CommitAsync([commits[0] with { ExpectedRevision = newer.Revision, Records = [.. records] }], cancellationToken);
        }

        for (var at = 0; at < commits.Length; at++)
        {
            world.Watch.See(commits[at], results[at]);
        }

        return results;
    }

    public ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken) => store.SendAsync(tenant, run, item, cancellationToken);

    public ValueTask<StoredRun?> LoadAsync(TenantId tenant, RunId run, CancellationToken cancellationToken) => store.LoadAsync(tenant, run, cancellationToken);

    public ValueTask<ImmutableArray<RunValue>> LoadValuesAsync(TenantId tenant, RunId run, ImmutableArray<string> names, CancellationToken cancellationToken) =>
        store.LoadValuesAsync(tenant, run, names, cancellationToken);

    public IAsyncEnumerable<RunRecord> ReadAsync(TenantId tenant, RunId run, long fromStep, CancellationToken cancellationToken) => store.ReadAsync(tenant, run, fromStep, cancellationToken);

    public IAsyncEnumerable<RunId> FindSubscribedAsync(TenantId tenant, Subscription subscription, CancellationToken cancellationToken) =>
        store.FindSubscribedAsync(tenant, subscription, cancellationToken);
}
