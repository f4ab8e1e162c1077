using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.BrokenStores;

/// <summary>Appends whatever stands: of two who decide at once the second undoes the first.</summary>
internal sealed class LetsAnybodyDecide(IDecisionStore inner) : IDecisionStore
{
    public async ValueTask<CommitResult> AppendAsync(StoredDecision decision, string? supersedes, CancellationToken cancellationToken)
    {
        var answer = await inner.AppendAsync(decision, supersedes, cancellationToken);
        while (answer.Status is CommitStatus.Stale)
        {
            answer = await inner.AppendAsync(decision, answer.Holder, cancellationToken);
        }

        return answer;
    }

    public ValueTask<StoredDecision?> FindCurrentAsync(TenantId tenant, string conversationId, DecisionKind kind, CancellationToken cancellationToken) =>
        inner.FindCurrentAsync(tenant, conversationId, kind, cancellationToken);

    public ValueTask<ImmutableArray<StoredDecision>> ListAsync(TenantId tenant, DecisionFilter filter, Page page, CancellationToken cancellationToken) =>
        inner.ListAsync(tenant, filter, page, cancellationToken);

    public IAsyncEnumerable<StoredDecision> ReadCurrentAsync(TenantId tenant, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.ReadCurrentAsync(tenant, from, until, cancellationToken);
}
