using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>What the rules of approval make of a vote.</summary>
/// <param name="Status">What becomes of the vote.</param>
/// <param name="Approval">The request after it.</param>
/// <param name="IsChanged">Whether the request changed and must be written for the verdict to stand.</param>
/// <param name="Notices">What people are to be told with the change.</param>
internal readonly record struct ApprovalVerdict(DecideStatus Status, Approval Approval, bool IsChanged, ImmutableArray<DueNotice> Notices);
