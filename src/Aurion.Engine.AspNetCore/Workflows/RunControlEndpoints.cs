using Aurion.Engine.Actions;
using Aurion.Engine.AspNetCore.Bodies;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>What people do to runs: cancel, hold, let go on, take up again, and report the end of a step that goes on outside.</summary>
internal static class RunControlEndpoints
{
    private const int LongestReason = 2_000;
    private const int LongestStep = 1_000;

    private static readonly Refusal HasEnded = Refusal.Conflict("Run has already finished");

    public static async Task<Results<JsonHttpResult<RunView>, Refusal>> CancelAsync(
        string id, string runId, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var (reason, refusal) = await ReadReasonAsync(http, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            return refusal;
        }

        if (await RunEndpoints.FindAsync(id, runId, http, workflows, cancellationToken).ConfigureAwait(false) is not { } run)
        {
            return await RunEndpoints.UnknownAsync(id, http, workflows, cancellationToken).ConfigureAwait(false);
        }

        var result = await workflows.CancelRunAsync(run.Tenant, run.Run, http.Caller().UserId, reason, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { Status: CancelStatus.Cancelled, Run: { } cancelled } => Show(cancelled),
            { Status: CancelStatus.AlreadyFinished } => HasEnded,
            _ => RunEndpoints.RunNotFound,
        };
    }

    public static async Task<Results<JsonHttpResult<RunView>, Refusal>> PauseAsync(
        string id, string runId, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var (reason, refusal) = await ReadReasonAsync(http, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            return refusal;
        }

        return await RunEndpoints.FindAsync(id, runId, http, workflows, cancellationToken).ConfigureAwait(false) is { } run
            ? Answer(await workflows.PauseRunAsync(run.Tenant, run.Run, http.Caller().UserId, reason, cancellationToken).ConfigureAwait(false))
            : await RunEndpoints.UnknownAsync(id, http, workflows, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<Results<JsonHttpResult<RunView>, Refusal>> ResumeAsync(
        string id, string runId, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await RunEndpoints.FindAsync(id, runId, http, workflows, cancellationToken).ConfigureAwait(false) is { } run
            ? Answer(await workflows.ResumeRunAsync(run.Tenant, run.Run, http.Caller().UserId, cancellationToken).ConfigureAwait(false))
            : await RunEndpoints.UnknownAsync(id, http, workflows, cancellationToken).ConfigureAwait(false);

    public static async Task<Results<JsonHttpResult<StartedRunView>, Refusal>> RetryAsync(
        string id, string runId, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: true, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var members = new BodyMembers(body.Json);
        var step = members.OptionalText("step", LongestStep, allowBlank: false);
        if (members.Faults.Count > 0)
        {
            return Refusal.Invalid(members.Faults);
        }

        if (await RunEndpoints.FindAsync(id, runId, http, workflows, cancellationToken).ConfigureAwait(false) is not { } run)
        {
            return await RunEndpoints.UnknownAsync(id, http, workflows, cancellationToken).ConfigureAwait(false);
        }

        var result = await workflows.RetryRunAsync(run.Tenant, run.Run, step, http.Caller().UserId, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { Status: RetryStatus.Retried, Run: { } retried } => Reply.With(StartedRunView.Of(retried), Reply.Json.StartedRunView, StatusCodes.Status202Accepted),
            { Status: RetryStatus.Busy } => Refusal.Conflict("Run is being retried already"),
            { Status: RetryStatus.NotFailed } => Refusal.Conflict("Run has not failed"),
            { Status: RetryStatus.NoSuchStep } => Refusal.Conflict("Run did not fail at that step"),
            { Status: RetryStatus.NothingToRetry } => Refusal.Conflict("Run came to an end that means failure: no step is left to retry"),
            _ => RunEndpoints.RunNotFound,
        };
    }

    public static async Task<Results<NoContent, Refusal>> CompleteStepAsync(
        string id, string runId, string token, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: true, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var members = new BodyMembers(body.Json);
        var status = members.OptionalWord("status", "completed", "failed", "try_again");
        var output = members.OptionalValue("output");
        var error = members.OptionalText("error", LongestReason, allowBlank: false);
        if (members.Faults.Count > 0)
        {
            return Refusal.Invalid(members.Faults);
        }

        if (await RunEndpoints.FindAsync(id, runId, http, workflows, cancellationToken).ConfigureAwait(false) is not { } run)
        {
            return await RunEndpoints.UnknownAsync(id, http, workflows, cancellationToken).ConfigureAwait(false);
        }

        var result = status switch
        {
            "completed" => ActionResult.Completed(output),
            "failed" => ActionResult.Failed(error ?? "The step was reported as failed."),
            _ => ActionResult.TryAgain(error ?? "The step was reported as failed for now."),
        };
        return await workflows.CompleteStepAsync(run.Tenant, run.Run, token, result, cancellationToken).ConfigureAwait(false) switch
        {
            CompleteStepStatus.Accepted => TypedResults.NoContent(),
            CompleteStepStatus.AlreadyCompleted => Refusal.Conflict("Step has already been completed"),
            CompleteStepStatus.NotWaiting => Refusal.Conflict("Step is not waiting for its result"),
            _ => Refusal.NotFound("Step not found"),
        };
    }

    private static async ValueTask<(string? Reason, Refusal? Refusal)> ReadReasonAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: true, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return (null, body.Refusal);
        }

        var members = new BodyMembers(body.Json);
        var reason = members.OptionalText("reason", LongestReason, allowBlank: true);
        return (reason, members.Faults.Count > 0 ? Refusal.Invalid(members.Faults) : null);
    }

    private static Results<JsonHttpResult<RunView>, Refusal> Answer(PauseResult result) => result switch
    {
        { Status: PauseStatus.Finished } => HasEnded,
        { Run: { } run } => Show(run),
        _ => RunEndpoints.RunNotFound,
    };

    private static JsonHttpResult<RunView> Show(RunHead run) => Reply.With(RunView.Of(run), Reply.Json.RunView);
}
