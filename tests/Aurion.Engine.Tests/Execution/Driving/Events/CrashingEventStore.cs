using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>An event store seen by a process that may die at any call.</summary>
internal sealed class CrashingEventStore(IEventStore inner, CrashPoint crash) : IEventStore
{
    public ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.CommitAsync(commits, cancellationToken));

    public ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.ClaimAsync(request, cancellationToken));

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => inner.WaitAsync(atMost, cancellationToken);

    public ValueTask<StoredEvent?> FindAsync(TenantId tenant, string eventId, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.FindAsync(tenant, eventId, cancellationToken));

    public ValueTask<ImmutableArray<string?>> FindHoldersAsync(TenantId tenant, ImmutableArray<OnceKey> keys, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.FindHoldersAsync(tenant, keys, cancellationToken));

    public IAsyncEnumerable<StoredEvent> ReadAsync(TenantId tenant, EventFilter filter, CancellationToken cancellationToken) =>
        inner.ReadAsync(tenant, filter, cancellationToken);

    public ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        inner.ListLogAsync(tenant, limit, cancellationToken);

    public ValueTask<ImmutableDictionary<string, RuleCounter>> CountByRuleAsync(TenantId tenant, CancellationToken cancellationToken) =>
        inner.CountByRuleAsync(tenant, cancellationToken);
}
