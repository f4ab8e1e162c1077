using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Keeps runs. Implemented by a storage package or the host; proven with the suite in Aurion.Engine.Testing.</summary>
/// <remarks>
/// <para>Safe for concurrent use, also from other processes. A call that returned has made its effect durable.</para>
/// <para>A call whose token is cancelled may or may not have had its effect; the same commit id may be sent again.</para>
/// </remarks>
public interface IRunStore
{
    /// <summary>Commits the progress of many runs in one flush.</summary>
    /// <param name="commits">The commits, at most one for each run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One result for each commit, in order: a stale run is refused by itself and fails no other.</returns>
    ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken);

    /// <summary>Stores a message to a run once, and makes the run due. Leaves the revision alone.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="item">The message.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was done.</returns>
    ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken);

    /// <summary>Reads a run.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The run; null when the tenant has none of that id.</returns>
    ValueTask<StoredRun?> LoadAsync(TenantId tenant, RunId run, CancellationToken cancellationToken);

    /// <summary>Reads big values of a run.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="names">Their names.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Those that are there, in the order of the names.</returns>
    ValueTask<ImmutableArray<RunValue>> LoadValuesAsync(TenantId tenant, RunId run, ImmutableArray<string> names, CancellationToken cancellationToken);

    /// <summary>Reads the records of a run in order.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="fromStep">The first record's number; the run's first is 1.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <returns>The records; none when there is no such run.</returns>
    IAsyncEnumerable<RunRecord> ReadAsync(TenantId tenant, RunId run, long fromStep, CancellationToken cancellationToken);

    /// <summary>Finds the runs that wait to hear of something.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="subscription">What happened.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <returns>The runs, in no particular order.</returns>
    IAsyncEnumerable<RunId> FindSubscribedAsync(TenantId tenant, Subscription subscription, CancellationToken cancellationToken);
}
