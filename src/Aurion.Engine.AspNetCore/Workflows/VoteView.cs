using Aurion.Engine.Approvals;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>One vote on an approval request as the API shows it.</summary>
internal sealed record VoteView(string UserId, ApprovalDecision Decision, string? Comment, DateTimeOffset DecidedAt);
