using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>Approval requests live in their run's document: a decision and what the run is told of it are one write.</summary>
internal sealed class EtagApprovalStore(EtagData data) : IApprovalStore
{
    public ValueTask<StoredApproval?> FindAsync(TenantId tenant, ApprovalId id, CancellationToken cancellationToken)
    {
        var part = Documents(tenant).Select(document => document.Approvals.GetValueOrDefault(id.Value)).FirstOrDefault(static part => part is not null);
        return new(part is null ? null : new StoredApproval(part.Value, part.Revision));
    }

    public ValueTask<ImmutableArray<Approval>> ListPendingAsync(TenantId tenant, ApproverSet approvers, Page page, CancellationToken cancellationToken) =>
        new([.. Documents(tenant).SelectMany(static document => document.Approvals.Values).Select(static part => part.Value)
            .Where(approval => approval.Status is ApprovalStatus.Pending && approval.ListApprovers().Any(approvers.Entries.Contains))
            .Where(approval => page.After is null || string.CompareOrdinal(approval.Id.Value, page.After) > 0)
            .OrderBy(static approval => approval.Id.Value, StringComparer.Ordinal).Take(page.Limit)]);

    public ValueTask<CommitResult> CommitAsync(
        TenantId tenant, Approval approval, long expectedRevision, InboxItem? outcome, ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        var result = data.Blobs.Change<RunDocument, CommitResult>(EtagRunStore.KeyOf(tenant, approval.Run), document =>
        {
            var part = document?.Approvals.GetValueOrDefault(approval.Id.Value);
            if (part is null || part.Revision != expectedRevision || part.Value.Status is not ApprovalStatus.Pending)
            {
                return (null, new(CommitStatus.Stale));
            }

            part.Approval = EtagData.Text(approval);
            part.Revision++;
            if (outcome is not null)
            {
                document!.Put(outcome, data.Now);
            }

            document!.Outbox.AddRange(messages.Select(EtagData.Text));
            return (document, new(CommitStatus.Committed));
        });
        data.Signal.Set();
        return new(result);
    }

    private List<RunDocument> Documents(TenantId tenant) => data.Blobs.All<RunDocument>(EtagData.Prefix("run", tenant));
}
