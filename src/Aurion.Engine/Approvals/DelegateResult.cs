namespace Aurion.Engine.Approvals;

/// <summary>The answer to a delegation.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Approval">The request as it stands now; null when it is unknown.</param>
public sealed record DelegateResult(DelegateStatus Status, Approval? Approval = null);
