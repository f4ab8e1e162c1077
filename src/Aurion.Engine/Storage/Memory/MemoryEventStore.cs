using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

internal sealed class MemoryEventStore(MemoryData data) : IEventStore
{
    public ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var results = ImmutableArray.CreateBuilder<CommitResult>(commits.Length);
        foreach (var commit in commits)
        {
            results.Add(Commit(commit));
        }

        return new(results.MoveToImmutable());
    }

    public ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = data.Now;
        var claimed = ImmutableArray.CreateBuilder<StoredEvent>();
        data.Events.Queue.Take(request, now, entry =>
        {
            lock (entry.Gate)
            {
                if (entry.TryClaim(request, now) is not { } stored)
                {
                    return false;
                }

                claimed.Add(stored);
                return true;
            }
        });
        return new(claimed.DrainToImmutable());
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        data.Events.Queue.WaitAsync(data.Time, atMost, cancellationToken);

    public ValueTask<StoredEvent?> FindAsync(TenantId tenant, string eventId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Events.Find(tenant, eventId) is { } entry ? StoredOf(entry) : null);
    }

    public ValueTask<ImmutableArray<string?>> FindHoldersAsync(TenantId tenant, ImmutableArray<OnceKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Once.FindHolders(tenant, keys, data.Now));
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(TenantId tenant, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        var events = data.Events.OfTenant(tenant).Select(StoredOf).Where(filter.Fits)
            .OrderBy(static stored => stored.AcceptedAt).ThenBy(static stored => stored.EventId, StringComparer.Ordinal);
        foreach (var stored in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return stored;
        }
    }

    public ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Events.ListLog(tenant, limit));
    }

    public ValueTask<ImmutableDictionary<string, RuleCounter>> CountByRuleAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Events.CountByRule(tenant));
    }

    private static StoredEvent StoredOf(EventEntry entry)
    {
        lock (entry.Gate)
        {
            return entry.ToStored();
        }
    }

    private CommitResult Commit(EventCommit commit)
    {
        while (true)
        {
            var known = data.Events.Find(commit.Tenant, commit.EventId);
            if (known is null && commit.ExpectedRevision != 0)
            {
                return new(CommitStatus.Stale);
            }

            if (Commit(known ?? new EventEntry(), commit, isNew: known is null) is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>Commits to an entry; null when it is new and somebody else accepted the event in this very moment.</summary>
    private CommitResult? Commit(EventEntry entry, EventCommit commit, bool isNew)
    {
        long available;
        lock (entry.Gate)
        {
            if (!isNew && entry.Judge(commit) is not CommitStatus.Committed and var refused)
            {
                return new(refused, refused is CommitStatus.Duplicate ? commit.EventId : null);
            }

            var now = data.Now;
            var written = false;
            var holder = data.Once.Take(commit.Tenant, commit.Once, commit.EventId, now, () =>
            {
                entry.Write(commit, now);
                return written = !isNew || data.Events.TryAdd(entry);
            });
            if (holder is not null)
            {
                return new(CommitStatus.Duplicate, holder);
            }

            if (!written)
            {
                return null;
            }

            data.Events.Log(commit.Tenant, commit.Log);
            data.Messages.Add(commit.Messages, now);
            available = entry.AvailableAt;
        }

        data.Events.Queue.Schedule(commit.Tenant, entry, available);
        return new(CommitStatus.Committed);
    }
}
