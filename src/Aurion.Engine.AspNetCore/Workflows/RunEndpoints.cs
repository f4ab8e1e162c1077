using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Approvals;
using Aurion.Engine.AspNetCore.Bodies;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>Runs of workflows: starting, trying and looking at them.</summary>
internal static class RunEndpoints
{
    private static readonly FrozenDictionary<string, RunStatus> Statuses = new Dictionary<string, RunStatus>
    {
        ["pending"] = RunStatus.Pending,
        ["running"] = RunStatus.Running,
        ["waiting"] = RunStatus.Waiting,
        ["paused"] = RunStatus.Paused,
        ["completed"] = RunStatus.Completed,
        ["failed"] = RunStatus.Failed,
        ["cancelled"] = RunStatus.Cancelled,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ApprovalStatus> Decisions = new Dictionary<string, ApprovalStatus>
    {
        ["approved"] = ApprovalStatus.Approved,
        ["rejected"] = ApprovalStatus.Rejected,
        ["expired"] = ApprovalStatus.Expired,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Refusal RunNotFound { get; } = Refusal.NotFound("Run not found");

    public static async Task<Results<JsonHttpResult<StartedRunView>, Refusal>> ExecuteAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: false, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var members = new BodyMembers(body.Json);
        var conversation = members.RequiredUuid("conversation_id");
        var key = IdempotencyKey.Read(http, $"execute/{id}", members.Faults);
        if (members.Faults.Count > 0)
        {
            return Refusal.Invalid(members.Faults);
        }

        var caller = http.Caller();
        var result = await workflows.StartAsync(
            new StartRun { Tenant = caller.Tenant, WorkflowId = id, ConversationId = conversation, RequestedBy = caller.UserId, StartKey = key },
            cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { IsStarted: true } => Reply.With(StartedRunView.Of(result.Run), Reply.Json.StartedRunView, StatusCodes.Status202Accepted),
            { Status: StartStatus.NotPublished } => Refusal.Conflict("Workflow is not published"),
            { Status: StartStatus.UnknownConversation } => Refusal.NotFound("Conversation not found"),
            _ => WorkflowEndpoints.NotFound,
        };
    }

    public static async Task<Results<JsonHttpResult<DryRunView>, Refusal>> DryRunAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: true, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var members = new BodyMembers(body.Json);
        var payload = members.OptionalObject("trigger_event", nullable: true);
        var decisions = ReadDecisions(members);
        if (members.Faults.Count > 0)
        {
            return Refusal.Invalid(members.Faults);
        }

        if (await workflows.FindAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false) is not { } state)
        {
            return WorkflowEndpoints.NotFound;
        }

        var options = new DryRunOptions { Payload = payload, Trigger = state.Workflow.Trigger, Decisions = decisions };
        var result = await workflows.DryRunAsync(state.Workflow.Canvas, options, cancellationToken).ConfigureAwait(false);
        return Reply.With(DryRunView.Of(id, result), Reply.Json.DryRunView);
    }

    public static async Task<Results<JsonHttpResult<IEnumerable<RunView>>, Refusal>> ListAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var query = new QueryMembers(http.Request.Query);
        var status = query.Word("status", Statuses);
        var limit = query.Limit();
        var offset = query.Offset();
        if (query.Faults.Count > 0)
        {
            return Refusal.Invalid(query.Faults);
        }

        var tenant = http.Caller().Tenant;
        var runs = await workflows.ListRunsAsync(tenant, id, status, limit, offset, cancellationToken).ConfigureAwait(false);
        return runs.IsEmpty && await workflows.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is null
            ? WorkflowEndpoints.NotFound
            : Reply.With(runs.Select(RunView.Of), Reply.Json.IEnumerableRunView);
    }

    public static async Task<Results<JsonHttpResult<RunView>, Refusal>> GetAsync(
        string id, string runId, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await FindAsync(id, runId, http, workflows, cancellationToken).ConfigureAwait(false) is { } run
            ? Reply.With(RunView.Of(run), Reply.Json.RunView)
            : await UnknownAsync(id, http, workflows, cancellationToken).ConfigureAwait(false);

    public static async Task<Results<JsonHttpResult<IEnumerable<StepView>>, Refusal>> ListStepsAsync(
        string id, string runId, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await FindAsync(id, runId, http, workflows, cancellationToken).ConfigureAwait(false) is { } run
        && await workflows.ListStepsAsync(run.Tenant, run.Run, cancellationToken).ConfigureAwait(false) is { } steps
            ? Reply.With(steps.Select(StepView.Of), Reply.Json.IEnumerableStepView)
            : await UnknownAsync(id, http, workflows, cancellationToken).ConfigureAwait(false);

    public static async ValueTask<RunHead?> FindAsync(
        string id, string runId, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await workflows.FindRunAsync(http.Caller().Tenant, new RunId(runId), cancellationToken).ConfigureAwait(false) is { } run && run.WorkflowId == id ? run : null;

    public static async ValueTask<Refusal> UnknownAsync(string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await workflows.FindAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false) is null ? WorkflowEndpoints.NotFound : RunNotFound;

    private static ImmutableDictionary<string, ApprovalStatus> ReadDecisions(BodyMembers members)
    {
        var decisions = ImmutableDictionary.CreateBuilder<string, ApprovalStatus>(StringComparer.Ordinal);
        if (members.OptionalObject("decisions", nullable: true) is not { } given)
        {
            return decisions.ToImmutable();
        }

        foreach (var node in given.Element.EnumerateObject())
        {
            if (node.Value.ValueKind is JsonValueKind.String && Decisions.TryGetValue(node.Value.GetString()!, out var decision))
            {
                decisions[node.Name] = decision;
            }
            else
            {
                members.Faults.Add(RequestFault.Body(
                    FaultPath.Root.Member("decisions").Member(node.Name), "enum", $"Input should be one of: {string.Join(", ", Decisions.Keys)}", JsonText.From(node.Value)));
            }
        }

        return decisions.ToImmutable();
    }
}
