using System.Collections.Immutable;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Runs that people hold, let go on, and take up again.</content>
public sealed partial class WorkflowEngine
{
    internal RunSwitch RunSwitch { get; init; } = null!; // given where the engine is made

    internal Pauses Pauses { get; init; } = null!; // given where the engine is made

    /// <summary>Pauses a workflow: no run of it starts, those at work rest as soon as their workers know (within a second or so), until it goes on.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="by">Who; null when nobody is known.</param>
    /// <param name="reason">Why; null when nothing is said.</param>
    /// <param name="cancellationToken">Gives up waiting; it may be paused all the same.</param>
    /// <returns>What is paused from now on; null when the tenant has no workflow of that id.</returns>
    public async ValueTask<PauseState?> PauseWorkflowAsync(TenantId tenant, string workflowId, string? by, string? reason, CancellationToken cancellationToken)
    {
        if (await _workflows.FindDocumentAsync(tenant, workflowId, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        var note = new PauseNote { At = _time.GetUtcNow(), By = by, Reason = reason };
        return await Pauses.ChangeAsync(
            tenant, state => state.Workflows.ContainsKey(workflowId) ? state : state with { Workflows = state.Workflows.Add(workflowId, note) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a workflow start and its runs go on, unless the whole tenant is paused.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="workflowId">The workflow; also one that is not paused, or unknown.</param>
    /// <param name="cancellationToken">Gives up waiting; it may go on all the same.</param>
    /// <returns>What is paused from now on.</returns>
    public ValueTask<PauseState> ResumeWorkflowAsync(TenantId tenant, string workflowId, CancellationToken cancellationToken) =>
        Pauses.ChangeAsync(tenant, state => state.Workflows.ContainsKey(workflowId) ? state with { Workflows = state.Workflows.Remove(workflowId) } : state, cancellationToken);

    /// <summary>Pauses all workflows of a tenant: nothing starts, nothing goes on. Rules fire all the same.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="by">Who; null when nobody is known.</param>
    /// <param name="reason">Why; null when nothing is said.</param>
    /// <param name="cancellationToken">Gives up waiting; it may be paused all the same.</param>
    /// <returns>What is paused from now on.</returns>
    public ValueTask<PauseState> PauseTenantAsync(TenantId tenant, string? by, string? reason, CancellationToken cancellationToken)
    {
        var note = new PauseNote { At = _time.GetUtcNow(), By = by, Reason = reason };
        return Pauses.ChangeAsync(tenant, state => state.Tenant is null ? state with { Tenant = note } : state, cancellationToken);
    }

    /// <summary>Lets a tenant's workflows go on, but for those that are paused themselves.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up waiting; they may go on all the same.</param>
    /// <returns>What is paused from now on.</returns>
    public ValueTask<PauseState> ResumeTenantAsync(TenantId tenant, CancellationToken cancellationToken) =>
        Pauses.ChangeAsync(tenant, static state => state.Tenant is null ? state : state with { Tenant = null }, cancellationToken);

    /// <summary>Reads what of a tenant is paused.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What is paused.</returns>
    public ValueTask<PauseState> FindPausesAsync(TenantId tenant, CancellationToken cancellationToken) => Pauses.FindAsync(tenant, cancellationToken);

    /// <summary>Holds a run: nothing new starts and its timers do not act; results of handlers at work, votes and messages are recorded.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="by">Who; null when nobody is known.</param>
    /// <param name="reason">Why; null when nothing is said.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may be paused all the same.</param>
    /// <returns>What became of it. A run whose handlers are at work elsewhere is paused when its worker hears of it: after a third of a lease at most.</returns>
    public ValueTask<PauseResult> PauseRunAsync(TenantId tenant, RunId run, string? by, string? reason, CancellationToken cancellationToken) =>
        RunSwitch.PauseAsync(tenant, run, by, reason, cancellationToken);

    /// <summary>Lets a paused run go on: what was recorded meanwhile moves on, timers that were due meanwhile act at once.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="by">Who; null when nobody is known.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may go on all the same.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<PauseResult> ResumeRunAsync(TenantId tenant, RunId run, string? by, CancellationToken cancellationToken) =>
        RunSwitch.ResumeAsync(tenant, run, by, cancellationToken);

    /// <summary>Takes a failed run up again: each failed step is done again as a new visit with a new key, what was held moves on.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run; also one that was set aside because it killed its workers.</param>
    /// <param name="step">The failed step that the caller means, by its node or its key: another answer than <see cref="RetryStatus.NoSuchStep"/> says that it did fail; null asks nothing. All failed steps are done again.</param>
    /// <param name="by">Who; null when nobody is known.</param>
    /// <param name="cancellationToken">Gives up waiting; the run may go on all the same.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<RetryResult> RetryRunAsync(TenantId tenant, RunId run, string? step, string? by, CancellationToken cancellationToken) =>
        RunSwitch.RetryAsync(tenant, run, step, by, cancellationToken);

    /// <summary>Lists runs of all workflows that fit a filter, newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="filter">Which: by workflow, status, conversation, time of start.</param>
    /// <param name="page">Which part; its place is a run's id, its limit 1 to 200.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The runs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The page's limit is outside its bounds.</exception>
    public ValueTask<ImmutableArray<RunHead>> ListRunsAsync(TenantId tenant, RunFilter filter, Page page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        CheckPage(page.Limit, 0);
        return _runs.ListAsync(tenant, filter, page, cancellationToken);
    }

    /// <summary>Lists a part of the steps of a run, with their inputs and outputs, in the order they began.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="page">Which part; its place is a step's id, its limit 1 to 200.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The steps; null when the tenant has no run of that id.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The page's limit is outside its bounds.</exception>
    public async ValueTask<ImmutableArray<StepRow>?> ListStepsAsync(TenantId tenant, RunId run, Page page, CancellationToken cancellationToken)
    {
        CheckPage(page.Limit, 0);
        return await _runs.FindAsync(tenant, run, cancellationToken).ConfigureAwait(false) is null
            ? null
            : await _runs.ListStepsAsync(tenant, run, page, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks into a run: its variables, its output, and what it waits for.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What it carries and where it stands; null when the tenant has no run of that id.</returns>
    /// <exception cref="AurionEngineException">The version that the run began with is missing or can't be read.</exception>
    public ValueTask<RunDetails?> FindRunDetailsAsync(TenantId tenant, RunId run, CancellationToken cancellationToken) =>
        RunSwitch.DescribeAsync(tenant, run, cancellationToken);
}
