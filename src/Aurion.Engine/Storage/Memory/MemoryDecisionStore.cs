using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

internal sealed class MemoryDecisionStore(MemoryData data) : IDecisionStore
{
    public ValueTask<CommitResult> AppendAsync(StoredDecision decision, string? supersedes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Decisions.Append(decision, supersedes));
    }

    public ValueTask<StoredDecision?> FindCurrentAsync(TenantId tenant, string conversationId, DecisionKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Decisions.FindCurrent(tenant, conversationId, kind));
    }

    public ValueTask<ImmutableArray<StoredDecision>> ListAsync(TenantId tenant, DecisionFilter filter, Page page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Decisions.List(tenant, filter, page));
    }

    public async IAsyncEnumerable<StoredDecision> ReadCurrentAsync(
        TenantId tenant, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var decision in data.Decisions.Current(tenant, from, until))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return decision;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
