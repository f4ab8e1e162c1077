using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Answers lists of runs and steps: a projection of what <see cref="IRunStore"/> keeps.</summary>
/// <remarks>Safe for concurrent use. Sees a commit as soon as it returned.</remarks>
public interface IRunReader
{
    /// <summary>Reads a run's head.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The head; null when the tenant has none of that id.</returns>
    ValueTask<RunHead?> FindAsync(TenantId tenant, RunId run, CancellationToken cancellationToken);

    /// <summary>Lists runs, newest first: by id, descending.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which part.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The heads.</returns>
    ValueTask<ImmutableArray<RunHead>> ListAsync(TenantId tenant, RunFilter filter, Page page, CancellationToken cancellationToken);

    /// <summary>Lists the steps of a run in the order they began.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="page">Which part; its place is a step's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The steps; none when there is no such run.</returns>
    ValueTask<ImmutableArray<StepRow>> ListStepsAsync(TenantId tenant, RunId run, Page page, CancellationToken cancellationToken);

    /// <summary>Counts a tenant's runs.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="since">From when on started ones count, inclusive.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The counts.</returns>
    ValueTask<RunCounts> CountAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Counts the runs ever started of each workflow.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A counter for each workflow that has run.</returns>
    ValueTask<ImmutableDictionary<string, WorkflowCounter>> CountByWorkflowAsync(TenantId tenant, CancellationToken cancellationToken);
}
