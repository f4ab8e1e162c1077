using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Workflows;

/// <summary>The commits of one run, handed to the same kind of store again and again under new ids: what is left when the engine costs nothing.</summary>
internal sealed class ReadyMadeCommits
{
    private readonly RunCommit[] _commits;

    private ReadyMadeCommits(RunCommit[] commits) => _commits = commits;

    public int Count => _commits.Length;

    /// <summary>Takes down the commits of a run that the engine drives.</summary>
    public static ReadyMadeCommits Of(string canvas, JsonText payload)
    {
        var seen = new List<RunCommit>();
        using var engine = new EngineOverMemory(canvas, runs => new Recorder(runs, seen));
        engine.Run(payload);
        return new ReadyMadeCommits([.. seen]);
    }

    /// <summary>Commits them for a new run.</summary>
    public void Hand(MemoryStores stores, int number)
    {
        var run = new RunId($"run_{number}");
        foreach (var commit in _commits)
        {
            var again = commit with { Run = run, CommitId = Guid.NewGuid(), Head = commit.Head with { Run = run } };
            var result = stores.Runs.CommitAsync([again], CancellationToken.None).AsTask().GetAwaiter().GetResult()[0];
            if (result.Status is not CommitStatus.Committed)
            {
                throw new InvalidOperationException($"The store answered {result.Status}.");
            }
        }
    }

    private sealed class Recorder(IRunStore inner, List<RunCommit> seen) : IRunStore
    {
        public ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
        {
            seen.AddRange(commits);
            return inner.CommitAsync(commits, cancellationToken);
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
}
