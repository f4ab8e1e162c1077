using System.Collections.Immutable;
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
}
