using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Keeps events, what the rules decided on them, and the rules' log.</summary>
/// <remarks>Safe for concurrent use, also from other processes. A call that returned has made its effect durable.</remarks>
public interface IEventStore
{
    /// <summary>Commits the progress of many events in one flush.</summary>
    /// <param name="commits">The commits, at most one for each event.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One result for each commit, in order. An event id that exists already answers <see cref="CommitStatus.Duplicate"/> to revision 0.</returns>
    ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken);

    /// <summary>Leases unfinished events to a worker, oldest first and fairly across tenants, and raises the revision of each.</summary>
    /// <param name="request">Who asks, and for how many.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The events.</returns>
    ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>Waits until there may be an event to claim. May return for nothing, and later than an event came from another process.</summary>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is worth looking.</returns>
    ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Reads an event.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The event; null when the tenant has none of that id.</returns>
    ValueTask<StoredEvent?> FindAsync(TenantId tenant, string eventId, CancellationToken cancellationToken);

    /// <summary>Tells who holds once-keys now. What it answers may be old when it arrives: only a commit takes a key.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="keys">The keys; <see cref="OnceKey.Until"/> is not looked at.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One answer for each key, in order: the id of the event or run that holds it; null when nobody does, or no longer.</returns>
    ValueTask<ImmutableArray<string?>> FindHoldersAsync(TenantId tenant, ImmutableArray<OnceKey> keys, CancellationToken cancellationToken);

    /// <summary>Reads events in the order they were accepted: by <see cref="StoredEvent.AcceptedAt"/>, then by id.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <returns>The events.</returns>
    IAsyncEnumerable<StoredEvent> ReadAsync(TenantId tenant, EventFilter filter, CancellationToken cancellationToken);

    /// <summary>Lists the rules' log, newest first: by id, descending.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="limit">The most entries to answer.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entries.</returns>
    ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken);

    /// <summary>Counts the matches of each rule: the log entries that are matches (<see cref="RuleLogEntry.IsMatch"/>).</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A counter for each rule that has matched.</returns>
    ValueTask<ImmutableDictionary<string, RuleCounter>> CountByRuleAsync(TenantId tenant, CancellationToken cancellationToken);
}
