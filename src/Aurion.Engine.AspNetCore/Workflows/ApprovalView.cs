using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>An approval request as the API shows it; its status only in the answer to a decision, for the list holds open ones alone.</summary>
internal sealed record ApprovalView(
    string Id,
    string WorkflowId,
    string WorkflowName,
    string RunId,
    string NodeId,
    string Title,
    string? Message,
    string? ConversationId,
    ImmutableArray<string> Approvers,
    JsonText Required,
    ImmutableArray<VoteView> Received,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ApprovalStatus? Status)
{
    private static readonly JsonText All = JsonText.Parse("\"all\"");

    public static ApprovalView Open(Approval approval) => Of(approval, null);

    public static ApprovalView Decided(Approval approval) => Of(approval, approval.Status);

    private static ApprovalView Of(Approval approval, ApprovalStatus? status) => new(
        approval.Id.Value,
        approval.WorkflowId,
        approval.WorkflowName,
        approval.Run.Value,
        approval.NodeId,
        approval.Title,
        approval.Message,
        approval.ConversationId,
        approval.ListApprovers(),
        approval.Policy.Required is { } required ? JsonText.Parse(required.ToString(CultureInfo.InvariantCulture)) : All,
        [.. approval.Votes.Select(static vote => new VoteView(vote.Voter, vote.Decision, vote.Comment, vote.At))],
        approval.RequestedAt,
        approval.ExpiresAt,
        status);
}
