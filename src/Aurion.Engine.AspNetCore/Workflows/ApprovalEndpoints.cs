using Aurion.Engine.Approvals;
using Aurion.Engine.AspNetCore.Bodies;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>Approvals that runs wait for.</summary>
internal static class ApprovalEndpoints
{
    private const int LongestComment = 2_000;

    private static readonly Refusal NotFound = Refusal.NotFound("Approval request not found");
    private static readonly Refusal NotAnApprover = Refusal.NotAllowed("You are not an approver of this request");

    public static async Task<JsonHttpResult<IEnumerable<ApprovalView>>> ListPendingAsync(
        HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var caller = http.Caller();
        var approvals = await workflows.ListPendingApprovalsAsync(caller.Tenant, caller.ToVoter(), cancellationToken).ConfigureAwait(false);
        return Reply.With(approvals.Select(ApprovalView.Open), Reply.Json.IEnumerableApprovalView);
    }

    public static async Task<Results<JsonHttpResult<ApprovalView>, Refusal>> DecideAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: false, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var members = new BodyMembers(body.Json);
        var decision = members.RequiredWord("decision", "approved", "rejected");
        var comment = members.OptionalText("comment", LongestComment, allowBlank: true);
        if (members.Faults.Count > 0)
        {
            return Refusal.Invalid(members.Faults);
        }

        var caller = http.Caller();
        var result = await workflows.DecideAsync(
            caller.Tenant,
            new ApprovalId(id),
            caller.ToVoter(),
            decision is "approved" ? ApprovalDecision.Approved : ApprovalDecision.Rejected,
            comment,
            cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { Status: DecideStatus.Accepted, Approval: { } approval } => Reply.With(ApprovalView.Decided(approval), Reply.Json.ApprovalView),
            { Status: DecideStatus.NotAllowed } => NotAnApprover,
            { Status: DecideStatus.AlreadyVoted } => Refusal.Conflict("You have already voted on this request"),
            { Status: DecideStatus.AlreadyClosed, Approval: { } closed } => Refusal.Conflict($"Approval request is already {Word(closed.Status)}"),
            _ => NotFound,
        };
    }

    private static string Word(ApprovalStatus status) => status switch
    {
        ApprovalStatus.Approved => "approved",
        ApprovalStatus.Rejected => "rejected",
        ApprovalStatus.Expired => "expired",
        _ => "cancelled",
    };
}
