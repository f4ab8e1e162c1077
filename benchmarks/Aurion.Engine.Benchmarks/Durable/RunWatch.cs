using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Durable;

/// <summary>Stands between the engine and its runs and tells, as soon as it is durable, that a run has ended or asks for an approval.</summary>
internal sealed class RunWatch(IRunStore inner) : IRunStore
{
    private readonly ConcurrentDictionary<RunId, TaskCompletionSource> _ends = new();
    private readonly ConcurrentDictionary<RunId, TaskCompletionSource<ApprovalId>> _requests = new();
    private long _commits;

    /// <summary>Gets the number of commits that were answered.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Gets or sets what takes down all commits; null takes down none.</summary>
    public ConcurrentBag<RunCommit>? Keeps { get; set; }

    /// <summary>Waits for the end of a run.</summary>
    public Task EndOf(RunId run) => _ends.GetOrAdd(run, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Waits until a run asks for an approval.</summary>
    public Task<ApprovalId> RequestOf(RunId run) => _requests.GetOrAdd(run, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Forgets runs that nobody waits for any more.</summary>
    public void Clear()
    {
        _ends.Clear();
        _requests.Clear();
    }

    public async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
    {
        var results = await inner.CommitAsync(commits, cancellationToken);
        Interlocked.Add(ref _commits, commits.Length);
        for (var at = 0; at < commits.Length; at++)
        {
            Keeps?.Add(commits[at]);
            if (!results[at].IsDurable)
            {
                continue;
            }

            var commit = commits[at];
            if (commit.Head.Status is RunStatus.Completed)
            {
                _ends.GetOrAdd(commit.Run, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            }
            else if (!commit.Approvals.IsEmpty)
            {
                _requests.GetOrAdd(commit.Run, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(commit.Approvals[0].Id);
            }
        }

        return results;
    }

    public ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken) =>
        inner.SendAsync(tenant, run, item, cancellationToken);

    public ValueTask<StoredRun?> LoadAsync(TenantId tenant, RunId run, CancellationToken cancellationToken) =>
        inner.LoadAsync(tenant, run, cancellationToken);

    public ValueTask<ImmutableArray<RunValue>> LoadValuesAsync(TenantId tenant, RunId run, ImmutableArray<string> names, CancellationToken cancellationToken) =>
        inner.LoadValuesAsync(tenant, run, names, cancellationToken);

    public IAsyncEnumerable<RunRecord> ReadAsync(TenantId tenant, RunId run, long fromStep, CancellationToken cancellationToken) =>
        inner.ReadAsync(tenant, run, fromStep, cancellationToken);

    public IAsyncEnumerable<RunId> FindSubscribedAsync(TenantId tenant, Subscription subscription, CancellationToken cancellationToken) =>
        inner.FindSubscribedAsync(tenant, subscription, cancellationToken);
}
