using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.BrokenStores;

/// <summary>A store of events with one thing wrong.</summary>
internal abstract class BrokenEventStore(IEventStore inner) : IEventStore
{
    public virtual ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken) => inner.CommitAsync(commits, cancellationToken);

    public virtual ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => inner.ClaimAsync(request, cancellationToken);

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => inner.WaitAsync(atMost, cancellationToken);

    public ValueTask<StoredEvent?> FindAsync(TenantId tenant, string eventId, CancellationToken cancellationToken) => inner.FindAsync(tenant, eventId, cancellationToken);

    public ValueTask<ImmutableArray<string?>> FindHoldersAsync(TenantId tenant, ImmutableArray<OnceKey> keys, CancellationToken cancellationToken) => inner.FindHoldersAsync(tenant, keys, cancellationToken);

    public IAsyncEnumerable<StoredEvent> ReadAsync(TenantId tenant, EventFilter filter, CancellationToken cancellationToken) => inner.ReadAsync(tenant, filter, cancellationToken);

    public ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken) => inner.ListLogAsync(tenant, limit, cancellationToken);

    public ValueTask<ImmutableDictionary<string, RuleCounter>> CountByRuleAsync(TenantId tenant, CancellationToken cancellationToken) => inner.CountByRuleAsync(tenant, cancellationToken);
}

/// <summary>Does not know a commit that is sent again.</summary>
internal sealed class ForgetsEventCommitIds(IEventStore inner) : BrokenEventStore(inner)
{
    public override ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken) =>
        base.CommitAsync([.. commits.Select(static commit => commit with { CommitId = Guid.NewGuid() })], cancellationToken);
}

/// <summary>Takes no key.</summary>
internal sealed class IgnoresOnceKeys(IEventStore inner) : BrokenEventStore(inner)
{
    public override ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken) =>
        base.CommitAsync([.. commits.Select(static commit => commit with { Once = [] })], cancellationToken);
}

/// <summary>Gives back all keys of a commit that is refused, also those that the event had before.</summary>
internal sealed class GivesBackTooMuch(IEventStore inner) : BrokenEventStore(inner)
{
    public override async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken)
    {
        var results = await base.CommitAsync(commits, cancellationToken);
        for (var at = 0; at < commits.Length; at++)
        {
            if (results[at].Status is CommitStatus.Duplicate && await FindAsync(commits[at].Tenant, commits[at].EventId, cancellationToken) is { } known && commits[at].ExpectedRevision > 0)
            {
                var mine = commits[at].Once.RemoveAll(key => results[at].Holder is not null && !IsMine(key));
                await base.CommitAsync([commits[at] with { CommitId = Guid.NewGuid(), ExpectedRevision = known.Revision, Once = [.. mine.Select(static key => key with { Until = DateTimeOffset.UnixEpoch })] }], cancellationToken);

                bool IsMine(OnceKey key) => FindHoldersAsync(commits[at].Tenant, [key], cancellationToken).AsTask().GetAwaiter().GetResult()[0] == commits[at].EventId;
            }
        }

        return results;
    }
}

/// <summary>Keeps what a commit says to others.</summary>
internal sealed class KeepsTheMessages(IEventStore inner) : BrokenEventStore(inner)
{
    public override ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken) =>
        base.CommitAsync([.. commits.Select(static commit => commit with { Messages = [] })], cancellationToken);
}

/// <summary>Counts a log entry each time that it is written.</summary>
internal sealed class LogsTwice(IEventStore inner) : BrokenEventStore(inner)
{
    private int _entries;

    public override ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken) =>
        base.CommitAsync([.. commits.Select(commit => commit with { Log = [.. commit.Log.Select(entry => entry with { Id = $"{entry.Id}/{_entries++}" })] })], cancellationToken);
}

/// <summary>Raises no revision when it claims: hands out events that the worker's commit can't continue.</summary>
internal sealed class ClaimsWithoutFence(IEventStore inner) : BrokenEventStore(inner)
{
    public override async ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        [.. (await base.ClaimAsync(request, cancellationToken)).Select(static stored => stored with { Revision = stored.Revision - 1 })];
}
