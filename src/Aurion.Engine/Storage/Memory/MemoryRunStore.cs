using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

internal sealed class MemoryRunStore(MemoryData data) : IRunStore
{
    public ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (commits is [var only])
        {
            return new(ImmutableArray.Create(Commit(only)));
        }

        var results = ImmutableArray.CreateBuilder<CommitResult>(commits.Length);
        foreach (var commit in commits)
        {
            results.Add(Commit(commit));
        }

        return new(results.MoveToImmutable());
    }

    public ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Runs.Find(tenant, run) is not { } entry
            ? SendStatus.NotFound
            : data.Put(entry, item) ? SendStatus.Stored : SendStatus.AlreadyStored);
    }

    public ValueTask<StoredRun?> LoadAsync(TenantId tenant, RunId run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (data.Runs.Find(tenant, run) is not { } entry)
        {
            return new((StoredRun?)null);
        }

        lock (entry.Gate)
        {
            return new(entry.ToStored());
        }
    }

    public ValueTask<ImmutableArray<RunValue>> LoadValuesAsync(TenantId tenant, RunId run, ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (data.Runs.Find(tenant, run) is not { } entry)
        {
            return new(ImmutableArray<RunValue>.Empty);
        }

        lock (entry.Gate)
        {
            return new(entry.ReadValues(names));
        }
    }

    public async IAsyncEnumerable<RunRecord> ReadAsync(TenantId tenant, RunId run, long fromStep, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (var record in data.ReadRecords(tenant, run, fromStep))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    public async IAsyncEnumerable<RunId> FindSubscribedAsync(TenantId tenant, Subscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (var run in data.Runs.Subscribed(tenant, subscription))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return run;
        }
    }

    private CommitResult Commit(RunCommit commit)
    {
        while (true)
        {
            if (data.Runs.Find(commit.Tenant, commit.Run) is { } entry)
            {
                return Progress(entry, commit);
            }

            if (commit.ExpectedRevision != 0)
            {
                return new(CommitStatus.Stale);
            }

            if (Start(commit) is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>Starts the run; null when somebody started it, or another of its id, in this very moment.</summary>
    private CommitResult? Start(RunCommit commit)
    {
        var now = data.Now;
        var entry = data.Runs.Prepare(commit.Tenant, commit.Run);
        if (entry.Sibling is not null && data.Runs.Find(commit.Tenant, commit.Run) is not null)
        {
            return null;
        }

        long available;
        lock (entry.Gate)
        {
            entry.CheckSteps(commit);
            entry.Write(commit, now);
            var added = false;
            ImmutableArray<OnceKey> keys = commit.StartKey is { } key ? [key] : [];
            if (data.Once.Take(commit.Tenant, keys, commit.Run.Value, now, () => added = data.Runs.TryAdd(entry)) is { } holder)
            {
                return new(CommitStatus.Duplicate, holder);
            }

            if (!added)
            {
                return null;
            }

            Tell(entry, [], commit, now);
            available = entry.AvailableAt;
        }

        data.Runs.Queue.Schedule(entry.Tenant, entry, available);
        return new(CommitStatus.Committed);
    }

    private CommitResult Progress(RunEntry entry, RunCommit commit)
    {
        long available;
        lock (entry.Gate)
        {
            if (entry.Judge(commit) is not CommitStatus.Committed and var refused)
            {
                return new(refused);
            }

            entry.CheckSteps(commit);
            var now = data.Now;
            var before = entry.Subscriptions;
            entry.Write(commit, now);
            Tell(entry, before, commit, now);
            available = entry.AvailableAt;
        }

        data.Runs.Queue.Schedule(entry.Tenant, entry, available);
        return new(CommitStatus.Committed);
    }

    private void Tell(RunEntry entry, ImmutableArray<Subscription> before, RunCommit commit, DateTimeOffset now)
    {
        data.Runs.Subscribe(entry, before, commit.Subscriptions);
        foreach (var approval in commit.Approvals)
        {
            data.Approvals.OpenOrClose(approval, entry);
        }

        data.Messages.Add(commit.Messages, now);
    }
}
