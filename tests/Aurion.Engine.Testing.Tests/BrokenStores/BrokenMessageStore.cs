using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.BrokenStores;

/// <summary>A store of messages with one thing wrong.</summary>
internal abstract class BrokenMessageStore(IMessageStore inner) : IMessageStore
{
    public virtual ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken) => inner.SendAsync(messages, cancellationToken);

    public virtual ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => inner.ClaimAsync(request, cancellationToken);

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => inner.WaitAsync(atMost, cancellationToken);

    public virtual ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken) => inner.CompleteAsync(deliveries, cancellationToken);

    public ValueTask<ImmutableArray<Message>> ListDeadAsync(TenantId tenant, Page page, CancellationToken cancellationToken) => inner.ListDeadAsync(tenant, page, cancellationToken);
}

/// <summary>Has a message come again, under another id, after it was delivered.</summary>
internal sealed class DeliversAgain(IMessageStore inner) : BrokenMessageStore(inner)
{
    public override async ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken)
    {
        await base.CompleteAsync(deliveries, cancellationToken);
        await SendAsync(
            [.. deliveries.Where(static delivery => delivery.Outcome is DeliveryOutcome.Delivered)
                .Select(static delivery => new Message { Id = delivery.MessageId + "'", Tenant = delivery.Tenant, Kind = "workflow.start", Body = JsonText.EmptyObject })],
            cancellationToken);
    }
}

/// <summary>Throws away what can't be delivered.</summary>
internal sealed class BuriesTheDead(IMessageStore inner) : BrokenMessageStore(inner)
{
    public override ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken) => base.CompleteAsync(
        [.. deliveries.Select(static delivery => delivery.Outcome is DeliveryOutcome.Dead ? delivery with { Outcome = DeliveryOutcome.Delivered } : delivery)], cancellationToken);
}

/// <summary>Takes the last write of a document, whatever it builds on.</summary>
internal sealed class IgnoresDocumentRevisions(IDocumentStore inner) : BrokenDocumentStore(inner)
{
    public override ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken) =>
        base.CommitAsync(tenant, [.. writes.Select(static write => write with { ExpectedRevision = null })], cancellationToken);
}

/// <summary>Takes the last vote, whatever it builds on.</summary>
internal sealed class IgnoresVotes(IApprovalStore inner) : IApprovalStore
{
    public ValueTask<StoredApproval?> FindAsync(TenantId tenant, ApprovalId id, CancellationToken cancellationToken) => inner.FindAsync(tenant, id, cancellationToken);

    public ValueTask<ImmutableArray<Approval>> ListPendingAsync(TenantId tenant, ApproverSet approvers, Page page, CancellationToken cancellationToken) =>
        inner.ListPendingAsync(tenant, approvers, page, cancellationToken);

    public async ValueTask<CommitResult> CommitAsync(
        TenantId tenant, Approval approval, long expectedRevision, InboxItem? outcome, ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        var current = await inner.FindAsync(tenant, approval.Id, cancellationToken);
        return await inner.CommitAsync(tenant, approval, current?.Revision ?? expectedRevision, outcome, messages, cancellationToken);
    }
}
