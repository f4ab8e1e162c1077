using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

internal sealed class MemoryApprovalStore(MemoryData data) : IApprovalStore
{
    public ValueTask<StoredApproval?> FindAsync(TenantId tenant, ApprovalId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (data.Approvals.Find(tenant, id) is not { } entry)
        {
            return new((StoredApproval?)null);
        }

        lock (entry.Run.Gate)
        {
            return new(new StoredApproval(entry.Approval, entry.Revision));
        }
    }

    public ValueTask<ImmutableArray<Approval>> ListPendingAsync(TenantId tenant, ApproverSet approvers, Page page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Approvals.ListPending(tenant, approvers, page));
    }

    public ValueTask<CommitResult> CommitAsync(
        TenantId tenant, Approval approval, long expectedRevision, InboxItem? outcome, ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (data.Approvals.Find(tenant, approval.Id) is not { } entry)
        {
            return new(new CommitResult(CommitStatus.Stale));
        }

        lock (entry.Run.Gate)
        {
            if (entry.Revision != expectedRevision || entry.Approval.Status is not ApprovalStatus.Pending)
            {
                return new(new CommitResult(CommitStatus.Stale));
            }

            data.Approvals.Write(entry, approval);
            if (outcome is not null)
            {
                data.Put(entry.Run, outcome);
            }

            data.Messages.Add(messages, data.Now);
        }

        return new(new CommitResult(CommitStatus.Committed));
    }
}
