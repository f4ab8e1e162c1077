using Aurion.Engine.Approvals;

namespace Aurion.Engine.Storage;

/// <summary>An approval request as it stands in the store.</summary>
/// <param name="Approval">The request.</param>
/// <param name="Revision">The revision that the next write must expect.</param>
public sealed record StoredApproval(Approval Approval, long Revision);
