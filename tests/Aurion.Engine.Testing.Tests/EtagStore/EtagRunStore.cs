using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

internal sealed class EtagRunStore(EtagData data) : IRunStore, IRunQueue, IRunReader
{
    public static string KeyOf(TenantId tenant, RunId run) => EtagData.Key("run", tenant, run.Value);

    public ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
    {
        ImmutableArray<CommitResult> results = [.. commits.Select(Commit)];
        data.Signal.Set();
        return new(results);
    }

    public ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken)
    {
        var status = data.Blobs.Change<RunDocument, SendStatus>(KeyOf(tenant, run), document => document is null ? (null, SendStatus.NotFound)
            : document.Put(item, data.Now) ? (document, SendStatus.Stored)
            : (null, SendStatus.AlreadyStored));
        data.Signal.Set();
        return new(status);
    }

    public ValueTask<StoredRun?> LoadAsync(TenantId tenant, RunId run, CancellationToken cancellationToken) => new(Find(tenant, run)?.Run);

    public ValueTask<ImmutableArray<RunValue>> LoadValuesAsync(TenantId tenant, RunId run, ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        var values = Find(tenant, run)?.Values ?? [];
        return new([.. names.Where(values.ContainsKey).Select(name => new RunValue(name, values[name]))]);
    }

    public async IAsyncEnumerable<RunRecord> ReadAsync(TenantId tenant, RunId run, long fromStep, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var record in Records(tenant, run).Where(record => record.Step >= fromStep))
        {
            yield return record;
        }
    }

    public async IAsyncEnumerable<RunId> FindSubscribedAsync(TenantId tenant, Subscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var document in All(tenant).Where(document => document.Subscriptions.Contains(subscription)))
        {
            yield return document.Run.Head.Run;
        }
    }

    public ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var now = data.Now;
        var due = data.Blobs.All<RunDocument>("run/").Where(document => IsClaimable(document, request, now)).Select(static document => (document.AvailableAt, document.Run.Head));
        var claimed = ImmutableArray.CreateBuilder<StoredRun>();
        foreach (var (_, head) in EtagData.TakeTurns(due, static entry => entry.Head.Tenant, static entry => (entry.AvailableAt, entry.Head.Run.Value), request))
        {
            if (claimed.Count < request.Limit && Claim(head, request, now) is { } run)
            {
                claimed.Add(run);
            }
        }

        return new(new RunClaims(now, claimed.DrainToImmutable()));
    }

    public ValueTask<ImmutableArray<LeaseState>> RenewAsync(string worker, ImmutableArray<RunId> runs, TimeSpan lease, CancellationToken cancellationToken) =>
        new([.. runs.Select(run => KeysOf(run).Select(key => Renew(key, worker, lease)).Append(LeaseState.Lost).Order().First())]);

    public ValueTask ReleaseAsync(string worker, ImmutableArray<RunId> runs, CancellationToken cancellationToken)
    {
        foreach (var key in runs.SelectMany(KeysOf))
        {
            data.Blobs.Change<RunDocument, bool>(key, document =>
            {
                if (document?.Worker != worker)
                {
                    return (null, false);
                }

                document.Worker = null;
                return (document, true);
            });
        }

        data.Signal.Set();
        return default;
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var next = data.Signal.Next();
        var due = data.Blobs.All<RunDocument>("run/").Select(static document => document.AvailableAt).Append(DateTimeOffset.MaxValue).Min();
        return data.WaitAsync(next, due, atMost, cancellationToken);
    }

    public ValueTask<RunHead?> FindAsync(TenantId tenant, RunId run, CancellationToken cancellationToken) => new(Find(tenant, run)?.Run.Head);

    public ValueTask<ImmutableArray<RunHead>> ListAsync(TenantId tenant, RunFilter filter, Page page, CancellationToken cancellationToken) =>
        new([.. Heads(tenant).Where(filter.Fits).Where(head => page.After is null || string.CompareOrdinal(head.Run.Value, page.After) < 0)
            .OrderByDescending(static head => head.Run.Value, StringComparer.Ordinal).Take(page.Limit)]);

    public ValueTask<ImmutableArray<StepRow>> ListStepsAsync(TenantId tenant, RunId run, Page page, CancellationToken cancellationToken) =>
        new(StepProjection.Part(StepProjection.Fold(Records(tenant, run)), page.After, page.Limit));

    public ValueTask<RunCounts> CountAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken) =>
        new(new RunCounts(Heads(tenant).Count(static head => !head.IsFinished), Heads(tenant).Count(head => head.StartedAt >= since)));

    public ValueTask<ImmutableDictionary<string, WorkflowCounter>> CountByWorkflowAsync(TenantId tenant, CancellationToken cancellationToken) =>
        new(Heads(tenant).GroupBy(static head => head.WorkflowId).ToImmutableDictionary(
            static group => group.Key, static group => new WorkflowCounter(group.Count(), group.Max(static head => head.StartedAt))));

    private CommitResult Commit(RunCommit commit)
    {
        var isStart = commit.ExpectedRevision == 0 && Find(commit.Tenant, commit.Run) is null;
        if (isStart && commit.StartKey is { } key
            && OnceDocument.Take(data, commit.Tenant, key, commit.Run.Value, RunDocument.Start(commit, data.Now)) is { } held)
        {
            FinishStart(commit.Tenant, held);
            return new(CommitStatus.Duplicate, held.Holder);
        }

        return data.Blobs.Change<RunDocument, CommitResult>(KeyOf(commit.Tenant, commit.Run), document =>
        {
            if (document is null)
            {
                return commit.ExpectedRevision == 0 ? (RunDocument.Start(commit, data.Now), new(CommitStatus.Committed)) : (null, new(CommitStatus.Stale));
            }

            if (commit.CommitId == document.First || commit.CommitId == document.Latest)
            {
                return (null, new(CommitStatus.AlreadyCommitted));
            }

            if (commit.ExpectedRevision != document.Run.Revision)
            {
                return (null, new(CommitStatus.Stale));
            }

            document.Write(commit, data.Now);
            return (document, new(CommitStatus.Committed));
        });
    }

    /// <summary>Writes the run that a key was taken for, if its taker has not come to it.</summary>
    private void FinishStart(TenantId tenant, OnceDocument held)
    {
        if (held.Start is { } start)
        {
            data.Blobs.Change<RunDocument, bool>(KeyOf(tenant, new(held.Holder)), document => document is null ? (start, true) : (null, false));
        }
    }

    private StoredRun? Claim(RunHead head, ClaimRequest request, DateTimeOffset now) =>
        data.Blobs.Change<RunDocument, StoredRun?>(KeyOf(head.Tenant, head.Run), document =>
        {
            if (document is null || !IsClaimable(document, request, now))
            {
                return (null, null);
            }

            var run = document.Run;
            run = run with { Revision = run.Revision + 1, Claims = run.Claims + 1 };
            document.Stored = EtagData.Text(run);
            document.Worker = request.Worker;
            document.LeasedUntil = now + request.Lease;
            return (document, run);
        });

    private LeaseState Renew(string key, string worker, TimeSpan lease) => data.Blobs.Change<RunDocument, LeaseState>(key, document =>
    {
        if (document?.Worker != worker)
        {
            return (null, LeaseState.Lost);
        }

        document.LeasedUntil = data.Now + lease;
        return (document, document.Run.Inbox.Any(static item => item.Input is RunInput.Cancelled) ? LeaseState.CancelAsked : LeaseState.Held);
    });

    private static bool IsClaimable(RunDocument document, ClaimRequest request, DateTimeOffset now) =>
        document.AvailableAt <= now && document.Run.Head.Format <= request.MaxFormat;

    private RunDocument? Find(TenantId tenant, RunId run) => data.Blobs.Find<RunDocument>(KeyOf(tenant, run));

    private List<RunDocument> All(TenantId tenant) => data.Blobs.All<RunDocument>(EtagData.Prefix("run", tenant));

    private IEnumerable<RunHead> Heads(TenantId tenant) => All(tenant).Select(static document => document.Run.Head);

    private IEnumerable<RunRecord> Records(TenantId tenant, RunId run) => Find(tenant, run)?.Records.Select(EtagData.Value<RunRecord>) ?? [];

    private IEnumerable<string> KeysOf(RunId run) =>
        data.Blobs.Keys("run/").Where(key => key.EndsWith("/" + Uri.EscapeDataString(run.Value), StringComparison.Ordinal));
}
