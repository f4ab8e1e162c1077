using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>An event store that is watched, hands out what is due in any order, and has the planted bug of its kind.</summary>
internal sealed class FaultyEventStore(IEventStore store, SimulatedWorld world) : IEventStore
{
    public async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken)
    {
        var results = await store.CommitAsync(
            world.Bug is PlantedBug.ForgetsOnceKeys ? [.. commits.Select(static commit => commit with { Once = [] })] : commits, cancellationToken);
        for (var at = 0; at < commits.Length; at++)
        {
            world.Watch.See(commits[at], results[at]);
        }

        return results;
    }

    public async ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        StoredEvent[] claimed = [.. await store.ClaimAsync(request, cancellationToken)];
        world.Random.Shuffle(claimed);
        return [.. claimed];
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => store.WaitAsync(atMost, cancellationToken);

    public ValueTask<StoredEvent?> FindAsync(TenantId tenant, string eventId, CancellationToken cancellationToken) => store.FindAsync(tenant, eventId, cancellationToken);

    public ValueTask<ImmutableArray<string?>> FindHoldersAsync(TenantId tenant, ImmutableArray<OnceKey> keys, CancellationToken cancellationToken) =>
        store.FindHoldersAsync(tenant, keys, cancellationToken);

    public IAsyncEnumerable<StoredEvent> ReadAsync(TenantId tenant, EventFilter filter, CancellationToken cancellationToken) => store.ReadAsync(tenant, filter, cancellationToken);

    public ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken) => store.ListLogAsync(tenant, limit, cancellationToken);

    public ValueTask<ImmutableDictionary<string, RuleCounter>> CountByRuleAsync(TenantId tenant, CancellationToken cancellationToken) => store.CountByRuleAsync(tenant, cancellationToken);
}
