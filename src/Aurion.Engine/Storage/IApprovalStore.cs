using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Keeps approval requests, each its own arbiter. Opened and closed by run commits, decided here.</summary>
/// <remarks>Safe for concurrent use, also from other processes. A call that returned has made its effect durable.</remarks>
public interface IApprovalStore
{
    /// <summary>Reads a request.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The request.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The request; null when the tenant has none of that id.</returns>
    ValueTask<StoredApproval?> FindAsync(TenantId tenant, ApprovalId id, CancellationToken cancellationToken);

    /// <summary>Lists the open requests that one of the entries may decide by <see cref="Approval.ListApprovers"/>, oldest first: by id.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="approvers">The entries of the person who asks.</param>
    /// <param name="page">Which part.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The requests.</returns>
    ValueTask<ImmutableArray<Approval>> ListPendingAsync(TenantId tenant, ApproverSet approvers, Page page, CancellationToken cancellationToken);

    /// <summary>Writes a vote, a delegation, a reminder, an escalation or an outcome. What the run and others are told of it is stored in the same write.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="approval">The request after the write.</param>
    /// <param name="expectedRevision">The revision that it builds on.</param>
    /// <param name="outcome">What the run is told; null while the request stays open.</param>
    /// <param name="messages">What the write says to others; a known id has no effect.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns><see cref="CommitStatus.Committed"/>, or <see cref="CommitStatus.Stale"/> when somebody was faster.</returns>
    ValueTask<CommitResult> CommitAsync(
        TenantId tenant, Approval approval, long expectedRevision, InboxItem? outcome, ImmutableArray<Message> messages, CancellationToken cancellationToken);
}
