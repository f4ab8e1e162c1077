using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.BrokenStores;

/// <summary>A store of runs with one thing wrong.</summary>
internal abstract class BrokenRunStore(IRunStore inner) : IRunStore
{
    public virtual ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken) => inner.CommitAsync(commits, cancellationToken);

    public virtual ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken) => inner.SendAsync(tenant, run, item, cancellationToken);

    public virtual ValueTask<StoredRun?> LoadAsync(TenantId tenant, RunId run, CancellationToken cancellationToken) => inner.LoadAsync(tenant, run, cancellationToken);

    public ValueTask<ImmutableArray<RunValue>> LoadValuesAsync(TenantId tenant, RunId run, ImmutableArray<string> names, CancellationToken cancellationToken) =>
        inner.LoadValuesAsync(tenant, run, names, cancellationToken);

    public IAsyncEnumerable<RunRecord> ReadAsync(TenantId tenant, RunId run, long fromStep, CancellationToken cancellationToken) => inner.ReadAsync(tenant, run, fromStep, cancellationToken);

    public IAsyncEnumerable<RunId> FindSubscribedAsync(TenantId tenant, Subscription subscription, CancellationToken cancellationToken) =>
        inner.FindSubscribedAsync(tenant, subscription, cancellationToken);
}

/// <summary>Does not know a commit that is sent again.</summary>
internal sealed class ForgetsCommitIds(IRunStore inner) : BrokenRunStore(inner)
{
    public override ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken) =>
        base.CommitAsync([.. commits.Select(static commit => commit with { CommitId = Guid.NewGuid() })], cancellationToken);
}

/// <summary>Lets the last writer win.</summary>
internal sealed class IgnoresRevisions(IRunStore inner) : BrokenRunStore(inner)
{
    public override async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
    {
        var current = new List<RunCommit>();
        foreach (var commit in commits)
        {
            var stored = await LoadAsync(commit.Tenant, commit.Run, cancellationToken);
            var first = (stored?.Steps ?? 0) + 1;
            current.Add(commit with { ExpectedRevision = stored?.Revision ?? 0, Records = [.. commit.Records.Select((record, at) => record with { Step = first + at })] });
        }

        return await base.CommitAsync([.. current], cancellationToken);
    }
}

/// <summary>Refuses a whole batch for one stale run.</summary>
internal sealed class FailsTheBatch(IRunStore inner) : BrokenRunStore(inner)
{
    public override async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
    {
        var results = await base.CommitAsync(commits, cancellationToken);
        return results.Any(static result => !result.IsDurable) ? [.. results.Select(static _ => new CommitResult(CommitStatus.Stale))] : results;
    }
}

/// <summary>Takes every message as a new one.</summary>
internal sealed class ForgetsInboxIds(IRunStore inner) : BrokenRunStore(inner)
{
    public override ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken) =>
        base.SendAsync(tenant, run, item with { Id = $"{item.Id}/{Guid.NewGuid()}" }, cancellationToken);
}

/// <summary>Starts a run whatever key another holds.</summary>
internal sealed class IgnoresStartKeys(IRunStore inner) : BrokenRunStore(inner)
{
    public override ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken) =>
        base.CommitAsync([.. commits.Select(static commit => commit with { StartKey = null })], cancellationToken);
}

/// <summary>Consumes up to n items rather than those that are named.</summary>
internal sealed class ConsumesTheOldest(IRunStore inner) : BrokenRunStore(inner)
{
    public override async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
    {
        var changed = new List<RunCommit>();
        foreach (var commit in commits)
        {
            var inbox = (await LoadAsync(commit.Tenant, commit.Run, cancellationToken))?.Inbox ?? [];
            changed.Add(commit with { Consumed = [.. inbox.Take(commit.Consumed.Length).Select(static item => item.Id)] });
        }

        return await base.CommitAsync([.. changed], cancellationToken);
    }
}
