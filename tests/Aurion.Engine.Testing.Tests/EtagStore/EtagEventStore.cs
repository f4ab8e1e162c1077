using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

internal sealed class EtagEventStore(EtagData data) : IEventStore
{
    public ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken)
    {
        ImmutableArray<CommitResult> results = [.. commits.Select(Commit)];
        data.Signal.Set();
        return new(results);
    }

    public ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var now = data.Now;
        var due = data.Blobs.All<EventDocument>("event/").Where(document => document.AvailableAt <= now).Select(static document => (document.AvailableAt, document.Event));
        var claimed = ImmutableArray.CreateBuilder<StoredEvent>();
        foreach (var (_, stored) in EtagData.TakeTurns(due, static entry => entry.Event.Event.Tenant, static entry => (entry.AvailableAt, entry.Event.EventId), request))
        {
            if (claimed.Count < request.Limit && Claim(stored, request, now) is { } taken)
            {
                claimed.Add(taken);
            }
        }

        return new(claimed.DrainToImmutable());
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var next = data.Signal.Next();
        var due = data.Blobs.All<EventDocument>("event/").Select(static document => document.AvailableAt).Append(DateTimeOffset.MaxValue).Min();
        return data.WaitAsync(next, due, atMost, cancellationToken);
    }

    public ValueTask<StoredEvent?> FindAsync(TenantId tenant, string eventId, CancellationToken cancellationToken) =>
        new(data.Blobs.Find<EventDocument>(EtagData.Key("event", tenant, eventId))?.Event);

    public ValueTask<ImmutableArray<string?>> FindHoldersAsync(TenantId tenant, ImmutableArray<OnceKey> keys, CancellationToken cancellationToken) =>
        new([.. keys.Select(key => OnceDocument.HolderOf(data, tenant, key))]);

    public async IAsyncEnumerable<StoredEvent> ReadAsync(TenantId tenant, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var stored in All(tenant).Select(static document => document.Event).Where(filter.Fits)
            .OrderBy(static stored => stored.AcceptedAt).ThenBy(static stored => stored.EventId, StringComparer.Ordinal))
        {
            yield return stored;
        }
    }

    public ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        new([.. Log(tenant).OrderByDescending(static entry => entry.Id, StringComparer.Ordinal).Take(limit)]);

    public ValueTask<ImmutableDictionary<string, RuleCounter>> CountByRuleAsync(TenantId tenant, CancellationToken cancellationToken) =>
        new(Log(tenant).Where(static entry => entry.IsMatch).GroupBy(static entry => entry.RuleId).ToImmutableDictionary(
            static group => group.Key, static group => new RuleCounter(group.Count(), group.Max(static entry => entry.ExecutedAt))));

    private CommitResult Commit(EventCommit commit)
    {
        var key = EtagData.Key("event", commit.Tenant, commit.EventId);
        if (Judge(commit, data.Blobs.Find<EventDocument>(key)) is { } early)
        {
            return early;
        }

        var taken = new List<(OnceKey Key, OnceDocument? Before)>();
        foreach (var once in commit.Once.OrderBy(static once => (once.Scope, once.Key)))
        {
            var before = data.Blobs.Find<OnceDocument>(OnceDocument.KeyOf(commit.Tenant, once));
            if (OnceDocument.Take(data, commit.Tenant, once, commit.EventId, start: null) is { } held)
            {
                taken.ForEach(mine => OnceDocument.GiveBack(data, commit.Tenant, mine.Key, commit.EventId, mine.Before));
                return new(CommitStatus.Duplicate, held.Holder);
            }

            taken.Add((once, before));
        }

        return data.Blobs.Change<EventDocument, CommitResult>(key, document => Judge(commit, document) is { } refused
            ? (null, refused)
            : (EventDocument.After(document, commit, data.Now), new(CommitStatus.Committed)));
    }

    private static CommitResult? Judge(EventCommit commit, EventDocument? document) => document switch
    {
        null => commit.ExpectedRevision == 0 ? null : new CommitResult(CommitStatus.Stale),
        _ when commit.CommitId == document.First || commit.CommitId == document.Latest => new CommitResult(CommitStatus.AlreadyCommitted),
        _ when commit.ExpectedRevision == document.Event.Revision => null,
        _ => commit.ExpectedRevision == 0 ? new CommitResult(CommitStatus.Duplicate, commit.EventId) : new CommitResult(CommitStatus.Stale),
    };

    private StoredEvent? Claim(StoredEvent due, ClaimRequest request, DateTimeOffset now) =>
        data.Blobs.Change<EventDocument, StoredEvent?>(EtagData.Key("event", due.Event.Tenant, due.EventId), document =>
        {
            if (document is null || document.AvailableAt > now)
            {
                return (null, null);
            }

            var stored = document.Event;
            stored = stored with { Revision = stored.Revision + 1, Claims = stored.Claims + 1 };
            document.Stored = EtagData.Text(stored);
            document.LeasedUntil = now + request.Lease;
            return (document, stored);
        });

    private List<EventDocument> All(TenantId tenant) => data.Blobs.All<EventDocument>(EtagData.Prefix("event", tenant));

    private IEnumerable<RuleLogEntry> Log(TenantId tenant) =>
        All(tenant).SelectMany(static document => document.Log).Select(EtagData.Value<RuleLogEntry>).DistinctBy(static entry => entry.Id);
}
