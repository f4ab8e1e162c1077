using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Approvals;

/// <summary>An approval request: its own arbiter. Each vote is a conditional write on it, and the one that ends it stands.</summary>
public sealed record Approval
{
    /// <summary>Gets the id.</summary>
    public required ApprovalId Id { get; init; }

    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the run that waits for it.</summary>
    public required RunId Run { get; init; }

    /// <summary>Gets the workflow.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>Gets the workflow's name when the request was made.</summary>
    public required string WorkflowName { get; init; }

    /// <summary>Gets the canvas node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the key of the step that waits.</summary>
    public required string StepKey { get; init; }

    /// <summary>Gets the title.</summary>
    public required string Title { get; init; }

    /// <summary>Gets the message; null when the node has none.</summary>
    public string? Message { get; init; }

    /// <summary>Gets the conversation; null when the run has none.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets who decides, how many, until when.</summary>
    public required ApprovalPolicy Policy { get; init; }

    /// <summary>Gets who asked: the person that executed the run, or the event's actor; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Gets the votes, in the order they came.</summary>
    public ImmutableArray<ApprovalVote> Votes { get; init; } = [];

    /// <summary>Gets where it stands.</summary>
    public ApprovalStatus Status { get; init; } = ApprovalStatus.Pending;

    /// <summary>Gets when it was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Gets when it runs out; null when it never does.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets when it ended; null while it is open.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Gets how many of the instants at which people are reminded have passed. Those that passed while no worker ran were told as one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Reminders { get; init; }

    /// <summary>Gets since when those of <see cref="ApprovalPolicy.Escalation"/> may vote; null while they may not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>Gets who handed their say over to whom, in the order in which it was done.</summary>
    public ImmutableArray<ApprovalDelegation> Delegations
    {
        get;
        init => field = value.IsDefault ? [] : value; // a stored request without the member
    }
    = [];

    /// <summary>Gets why it may never be approved as it stands: too few people are able to. Null when nothing is known against it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Warning { get; init; }

    /// <summary>Lists the entries under which people may find the request now: those listed, those it was escalated to, those that a say was handed to.</summary>
    /// <returns>Each entry once.</returns>
    public ImmutableArray<string> ListApprovers()
    {
        if (EscalatedAt is null && Delegations.IsEmpty)
        {
            return Policy.Approvers;
        }

        var escalated = EscalatedAt is null || Policy.Escalation is not { } escalation ? [] : escalation.To;
        return [.. Policy.Approvers.Concat(escalated).Concat(Delegations.Select(static delegation => $"user:{delegation.To}")).Distinct(StringComparer.Ordinal)];
    }
}
