using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Keeps what AI automation decided: rows that are only ever appended, of which one stands for each conversation and kind.</summary>
/// <remarks>Safe for concurrent use, also from other processes. A call that returned has made its effect durable.</remarks>
public interface IDecisionStore
{
    /// <summary>Appends a decision that stands from now on.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="supersedes">The id of the decision of the same conversation and kind that stands until now; null when there must be none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// <see cref="CommitStatus.Committed"/>; <see cref="CommitStatus.AlreadyCommitted"/> when the id is known, also when it no longer
    /// stands; or <see cref="CommitStatus.Stale"/> when another decision stands, its id being the holder: then nothing is written.
    /// </returns>
    ValueTask<CommitResult> AppendAsync(StoredDecision decision, string? supersedes, CancellationToken cancellationToken);

    /// <summary>Finds the decision that stands.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The decision; null when there is none.</returns>
    ValueTask<StoredDecision?> FindCurrentAsync(TenantId tenant, string conversationId, DecisionKind kind, CancellationToken cancellationToken);

    /// <summary>Lists decisions newest first, by id, those that no longer stand too.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which part: what is older than the id that it names.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The decisions.</returns>
    ValueTask<ImmutableArray<StoredDecision>> ListAsync(TenantId tenant, DecisionFilter filter, Page page, CancellationToken cancellationToken);

    /// <summary>Reads the decisions that stand and were decided in a time, by <see cref="StoredDecision.DecidedAt"/>, then by id.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="from">The beginning, included.</param>
    /// <param name="until">The end, excluded.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <returns>The decisions.</returns>
    IAsyncEnumerable<StoredDecision> ReadCurrentAsync(TenantId tenant, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);
}
