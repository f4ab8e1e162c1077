using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <summary>Workflows: their drafts and versions, their runs, the approvals that runs wait for.</summary>
/// <remarks>
/// <para>Safe for concurrent use; one instance serves all tenants. A record of another tenant is unknown.</para>
/// <para>An expected outcome is an answer; a document that is wrong is an <see cref="InvalidDefinitionException"/> that names every fault;
/// a store that fails is that store's exception, and what was called may or may not have happened.</para>
/// </remarks>
public sealed partial class WorkflowEngine
{
    private readonly WorkflowDocuments _workflows;
    private readonly RunStarter _starter;
    private readonly RunCanceller _canceller;
    private readonly DryRunner _dryRunner;
    private readonly StepCompleter _completer;
    private readonly ApprovalDecider _decider;
    private readonly IApprovalStore _approvals;
    private readonly IRunReader _runs;
    private readonly TimeProvider _time;

    internal WorkflowEngine(
        WorkflowDocuments workflows,
        RunStarter starter,
        RunCanceller canceller,
        DryRunner dryRunner,
        StepCompleter completer,
        ApprovalDecider decider,
        IApprovalStore approvals,
        IRunReader runs,
        TimeProvider time)
    {
        (_workflows, _starter, _canceller, _dryRunner) = (workflows, starter, canceller, dryRunner);
        _completer = completer;
        (_decider, _approvals, _runs, _time) = (decider, approvals, runs, time);
    }

    /// <summary>The most bytes of a canvas's JSON text: 5 MiB.</summary>
    public const int MaxCanvasBytes = 5_242_880;

    private const int MaxPage = 200;
    private static readonly RunStatus[] Unfinished = [RunStatus.Pending, RunStatus.Running, RunStatus.Waiting, RunStatus.Paused];

    /// <summary>Creates a workflow as a draft.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="body">
    /// An object: <c>name</c>, and optionally <c>description</c>, <c>trigger_config</c>, <c>canvas_definition</c>, <c>concurrency</c>, <c>template_id</c>:
    /// the template that says what the body leaves out, the name too.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The workflow.</returns>
    /// <exception cref="InvalidDefinitionException">The body is wrong. A canvas with mistakes is not: people save half-drawn ones.</exception>
    public ValueTask<WorkflowState> CreateAsync(TenantId tenant, JsonText body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body.Element.ValueKind is JsonValueKind.Object && body.Element.TryGetProperty("template_id", out var template) && template.ValueKind is not JsonValueKind.Null
            ? CreateSeededAsync(tenant, body, template, cancellationToken)
            : _workflows.CreateAsync(tenant, body, cancellationToken);
    }

    /// <summary>Changes a workflow's draft, or its status to <c>archived</c> or back to <c>draft</c>.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="patch">An object: members that are absent stay; an explicit null clears <c>description</c> and <c>concurrency</c>.</param>
    /// <param name="expectedRevision">The revision that the caller saw; null lets the last write win.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="InvalidDefinitionException">The patch is wrong, or the workflow would be.</exception>
    public ValueTask<WorkflowChange> UpdateAsync(TenantId tenant, string id, JsonText patch, long? expectedRevision, CancellationToken cancellationToken) =>
        _workflows.UpdateAsync(tenant, id, patch, expectedRevision, cancellationToken);

    /// <summary>Reads a workflow.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The workflow; null when the tenant has none of that id.</returns>
    public ValueTask<WorkflowState?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        _workflows.FindAsync(tenant, id, cancellationToken);

    /// <summary>Lists workflows, newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="status">The status; null lists all.</param>
    /// <param name="limit">The most to answer, 1 to 200.</param>
    /// <param name="offset">The number to leave out at the beginning.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The workflows.</returns>
    public ValueTask<ImmutableArray<WorkflowState>> ListAsync(TenantId tenant, WorkflowStatus? status, int limit, int offset, CancellationToken cancellationToken)
    {
        CheckPage(limit, offset);
        return _workflows.ListAsync(tenant, status, limit, offset, cancellationToken);
    }

    /// <summary>Deletes a workflow with its versions. Its runs stay readable.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="force">Whether runs that have not finished are cancelled first; without it they keep the workflow.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Changed, unknown or has runs.</returns>
    public async ValueTask<WorkflowChangeStatus> DeleteAsync(TenantId tenant, string id, bool force, CancellationToken cancellationToken)
    {
        while (await _workflows.FindDocumentAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } document)
        {
            foreach (var status in Unfinished)
            {
                while (await ListRunsAsync(tenant, id, status, MaxPage, 0, cancellationToken).ConfigureAwait(false) is { IsEmpty: false } runs)
                {
                    if (!force)
                    {
                        return WorkflowChangeStatus.HasRuns;
                    }

                    foreach (var run in runs)
                    {
                        await _canceller.CancelAsync(tenant, run.Run, by: null, "The workflow was deleted.", cancellationToken).ConfigureAwait(false);
                    }
                }
            }

            if (await _workflows.DeleteAsync(tenant, id, document.Revision, cancellationToken).ConfigureAwait(false))
            {
                return WorkflowChangeStatus.Changed;
            }
        }

        return WorkflowChangeStatus.Unknown;
    }

    /// <summary>Validates a workflow's draft.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>All findings; null when the tenant has no workflow of that id.</returns>
    public async ValueTask<ImmutableArray<CanvasFinding>?> ValidateAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        (await _workflows.CheckAsync(tenant, id, cancellationToken).ConfigureAwait(false))?.Findings;

    /// <summary>Makes the draft an immutable numbered version, which starts from now on. Runs stay on the version they began with.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="publishedBy">Who publishes; null when nobody is known.</param>
    /// <param name="expectedRevision">The revision that the caller saw; null publishes whatever the draft is.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What became of it; an unchanged draft answers the standing version.</returns>
    public ValueTask<PublishResult> PublishAsync(TenantId tenant, string id, string? publishedBy, long? expectedRevision, CancellationToken cancellationToken) =>
        _workflows.PublishAsync(tenant, id, publishedBy, expectedRevision, cancellationToken);

    /// <summary>Lists a workflow's versions, newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The versions; null when the tenant has no workflow of that id.</returns>
    public ValueTask<ImmutableArray<WorkflowVersion>?> ListVersionsAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        _workflows.ListVersionsAsync(tenant, id, cancellationToken);

    /// <summary>Starts a published workflow on a conversation of the only tenant.</summary>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="conversationId">The conversation; the host must know it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<StartResult> StartAsync(string workflowId, string conversationId, CancellationToken cancellationToken) =>
        StartAsync(new StartRun { WorkflowId = workflowId, ConversationId = conversationId }, cancellationToken);

    /// <summary>Starts a published workflow. Returns as soon as the run is stored; it is driven in the background.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<StartResult> StartAsync(StartRun request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _starter.StartAsync(request, cancellationToken);
    }

    /// <summary>Says what a canvas would do. Reads nothing but its input and changes nothing.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="payload">The event's payload; null takes the trigger's <c>test_data</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it would do; a broken canvas answers failed, with warnings.</returns>
    public ValueTask<DryRunResult> DryRunAsync(CanvasDefinition canvas, JsonText? payload, CancellationToken cancellationToken) =>
        DryRunAsync(canvas, new DryRunOptions { Payload = payload }, cancellationToken);

    /// <summary>Says what a canvas would do. Reads nothing but its input and changes nothing.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="options">What is assumed about the world.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it would do; a broken canvas answers failed, with warnings.</returns>
    public ValueTask<DryRunResult> DryRunAsync(CanvasDefinition canvas, DryRunOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        ArgumentNullException.ThrowIfNull(options);
        return _dryRunner.RunAsync(canvas, options, cancellationToken);
    }

    /// <summary>Lists a workflow's runs, newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="workflowId">The workflow; one that is deleted still has its runs.</param>
    /// <param name="status">The status; null lists all.</param>
    /// <param name="limit">The most to answer, 1 to 200.</param>
    /// <param name="offset">The number to leave out at the beginning.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The runs.</returns>
    public ValueTask<ImmutableArray<RunHead>> ListRunsAsync(TenantId tenant, string workflowId, RunStatus? status, int limit, int offset, CancellationToken cancellationToken)
    {
        CheckPage(limit, offset);
        var filter = new RunFilter { WorkflowId = workflowId, Status = status };
        return Pages.TakeAsync(page => _runs.ListAsync(tenant, filter, page, cancellationToken), static run => run.Run.Value, limit, offset);
    }

    /// <summary>Reads a run.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The run; null when the tenant has none of that id.</returns>
    public ValueTask<RunHead?> FindRunAsync(TenantId tenant, RunId run, CancellationToken cancellationToken) =>
        _runs.FindAsync(tenant, run, cancellationToken);

    /// <summary>Lists all steps of a run in the order they began.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The steps; null when the tenant has no run of that id.</returns>
    public async ValueTask<ImmutableArray<StepRow>?> ListStepsAsync(TenantId tenant, RunId run, CancellationToken cancellationToken)
    {
        if (await _runs.FindAsync(tenant, run, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        return await Pages.TakeAsync(page => _runs.ListStepsAsync(tenant, run, page, cancellationToken), static step => step.Id, int.MaxValue, 0).ConfigureAwait(false);
    }

    /// <summary>Ends a run: handlers at work are cancelled, open approvals close. What a handler has done stays done.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="run">The run.</param>
    /// <param name="by">Who; null when nobody is known.</param>
    /// <param name="reason">Why; null when nothing is said.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<CancelResult> CancelRunAsync(TenantId tenant, RunId run, string? by, string? reason, CancellationToken cancellationToken) =>
        _canceller.CancelAsync(tenant, run, by, reason, cancellationToken);

    private static void CheckPage(int limit, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPage);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
    }
}
