using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

internal sealed class MemoryRunReader(MemoryData data) : IRunReader
{
    public ValueTask<RunHead?> FindAsync(TenantId tenant, RunId run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Runs.Find(tenant, run) is { } entry ? HeadOf(entry) : null);
    }

    public ValueTask<ImmutableArray<RunHead>> ListAsync(TenantId tenant, RunFilter filter, Page page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new([.. data.Runs.NewestFirst(tenant)
            .Where(entry => page.After is null || string.CompareOrdinal(entry.Run.Value, page.After) < 0)
            .Select(HeadOf)
            .Where(filter.Fits)
            .Take(page.Limit)]);
    }

    public ValueTask<ImmutableArray<StepRow>> ListStepsAsync(TenantId tenant, RunId run, Page page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(StepProjection.Part(StepProjection.Fold(data.ReadRecords(tenant, run, 1)), page.After, page.Limit));
    }

    public ValueTask<RunCounts> CountAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long active = 0, started = 0;
        foreach (var head in data.Runs.NewestFirst(tenant).Select(HeadOf))
        {
            active += head.IsFinished ? 0 : 1;
            started += head.StartedAt >= since ? 1 : 0;
        }

        return new(new RunCounts(active, started));
    }

    public ValueTask<ImmutableDictionary<string, WorkflowCounter>> CountByWorkflowAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Runs.CountByWorkflow(tenant));
    }

    private static RunHead HeadOf(RunEntry entry)
    {
        lock (entry.Gate)
        {
            return entry.Head;
        }
    }
}
