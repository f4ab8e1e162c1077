using System.Collections.Frozen;
using System.Globalization;
using Aurion.Engine.AspNetCore.Bodies;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>Workflows, their drafts and their versions.</summary>
internal static class WorkflowEndpoints
{
    public const string Prefix = "/api/v2/workflows";

    private static readonly FrozenDictionary<string, WorkflowStatus> Statuses = new Dictionary<string, WorkflowStatus>
    {
        ["draft"] = WorkflowStatus.Draft,
        ["published"] = WorkflowStatus.Published,
        ["archived"] = WorkflowStatus.Archived,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Refusal NotFound { get; } = Refusal.NotFound("Workflow not found");

    public static async Task<Results<JsonHttpResult<WorkflowView>, Refusal>> CreateAsync(
        HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.WithCanvas, optional: false, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var state = await workflows.CreateAsync(http.Caller().Tenant, body.Json, cancellationToken).ConfigureAwait(false);
        return await ShowNewAsync(http, workflows, state, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers a workflow that was created by this request, with the secret of its webhook: the only time.</summary>
    public static async ValueTask<JsonHttpResult<WorkflowView>> ShowNewAsync(HttpContext http, WorkflowEngine workflows, WorkflowState state, CancellationToken cancellationToken)
    {
        http.Response.Headers.Location = $"{Prefix}/{state.Workflow.Id}";
        var secret = await workflows.RotateWebhookSecretAsync(http.Caller().Tenant, state.Workflow.Id, cancellationToken).ConfigureAwait(false);
        RevisionTag.Write(http, state.Revision);
        return Reply.With(WorkflowView.Of(state) with { WebhookSecret = secret }, Reply.Json.WorkflowView, StatusCodes.Status201Created);
    }

    public static async Task<Results<JsonHttpResult<IEnumerable<WorkflowView>>, Refusal>> ListAsync(
        HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var query = new QueryMembers(http.Request.Query);
        var status = query.Word("status", Statuses);
        var limit = query.Limit();
        var offset = query.Offset();
        if (query.Faults.Count > 0)
        {
            return Refusal.Invalid(query.Faults);
        }

        var states = await workflows.ListAsync(http.Caller().Tenant, status, limit, offset, cancellationToken).ConfigureAwait(false);
        return Reply.With(states.Select(WorkflowView.Of), Reply.Json.IEnumerableWorkflowView);
    }

    public static async Task<Results<JsonHttpResult<WorkflowView>, Refusal>> GetAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await workflows.FindAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false) is { } state ? Show(http, state) : NotFound;

    public static async Task<Results<JsonHttpResult<WorkflowView>, Refusal>> UpdateAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.WithCanvas, optional: false, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var tenant = http.Caller().Tenant;
        var expected = await ExpectedAsync(http, workflows, id, cancellationToken).ConfigureAwait(false);
        var change = await workflows.UpdateAsync(tenant, id, body.Json, expected, cancellationToken).ConfigureAwait(false);
        return change switch
        {
            { Status: WorkflowChangeStatus.Changed, State: { } state } => Show(http, state),
            { Status: WorkflowChangeStatus.Stale } => Refusal.StalePrecondition,
            _ => NotFound,
        };
    }

    public static async Task<Results<NoContent, Refusal>> DeleteAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var query = new QueryMembers(http.Request.Query);
        var force = query.Flag("force");
        if (query.Faults.Count > 0)
        {
            return Refusal.Invalid(query.Faults);
        }

        var tenant = http.Caller().Tenant;
        var demanded = RevisionTag.Demanded(http);
        if (!demanded.IsAny
            && await workflows.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } state
            && !demanded.Allows(state.Revision))
        {
            return Refusal.StalePrecondition;
        }

        return await workflows.DeleteAsync(tenant, id, force, cancellationToken).ConfigureAwait(false) switch
        {
            WorkflowChangeStatus.Changed => TypedResults.NoContent(),
            WorkflowChangeStatus.HasRuns => await HasRunsAsync(tenant, id, workflows, cancellationToken).ConfigureAwait(false),
            WorkflowChangeStatus.Stale => Refusal.Conflict("The workflow was changed at the same time; nothing was deleted"),
            _ => NotFound,
        };
    }

    public static async Task<Results<JsonHttpResult<VersionView>, Refusal>> PublishAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var caller = http.Caller();
        var expected = await ExpectedAsync(http, workflows, id, cancellationToken).ConfigureAwait(false);
        var result = await workflows.PublishAsync(caller.Tenant, id, caller.UserId, expected, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { IsPublished: true } => Reply.With(VersionView.Of(result.Version), Reply.Json.VersionView),
            { Status: PublishStatus.Invalid } => Refusal.Invalid(result.Findings.Select(RequestFault.Canvas)),
            { Status: PublishStatus.Stale } => Refusal.StalePrecondition,
            _ => NotFound,
        };
    }

    public static async Task<Results<JsonHttpResult<IEnumerable<FindingView>>, Refusal>> ValidateAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await workflows.ValidateAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false) is { } findings
            ? Reply.With(findings.Select(FindingView.Of), Reply.Json.IEnumerableFindingView)
            : NotFound;

    public static async Task<Results<JsonHttpResult<IEnumerable<VersionView>>, Refusal>> ListVersionsAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await workflows.ListVersionsAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false) is { } versions
            ? Reply.With(versions.Select(VersionView.Of), Reply.Json.IEnumerableVersionView)
            : NotFound;

    private static async ValueTask<Refusal> HasRunsAsync(TenantId tenant, string id, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var runs = (await workflows.FindImpactAsync(tenant, id, cancellationToken).ConfigureAwait(false))?.LiveRunCount ?? 0;
        return Refusal.Conflict(string.Create(CultureInfo.InvariantCulture, $"The workflow has runs that have not finished ({runs}); ?force=true cancels them"));
    }

    private static JsonHttpResult<WorkflowView> Show(HttpContext http, WorkflowState state, int status = StatusCodes.Status200OK)
    {
        RevisionTag.Write(http, state.Revision);
        return Reply.With(WorkflowView.Of(state), Reply.Json.WorkflowView, status);
    }

    private static ValueTask<long?> ExpectedAsync(HttpContext http, WorkflowEngine workflows, string id, CancellationToken cancellationToken) =>
        RevisionTag.Demanded(http).ExpectAsync(async () =>
            (await workflows.FindAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false))?.Revision);
}
