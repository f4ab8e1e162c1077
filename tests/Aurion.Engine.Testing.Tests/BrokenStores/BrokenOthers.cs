using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Approvals;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.BrokenStores;

/// <summary>Decides, and forgets to tell the run.</summary>
internal sealed class KeepsTheOutcome(IApprovalStore inner) : IApprovalStore
{
    public ValueTask<StoredApproval?> FindAsync(TenantId tenant, ApprovalId id, CancellationToken cancellationToken) => inner.FindAsync(tenant, id, cancellationToken);

    public ValueTask<ImmutableArray<Approval>> ListPendingAsync(TenantId tenant, ApproverSet approvers, Page page, CancellationToken cancellationToken) =>
        inner.ListPendingAsync(tenant, approvers, page, cancellationToken);

    public ValueTask<CommitResult> CommitAsync(
        TenantId tenant, Approval approval, long expectedRevision, InboxItem? outcome, ImmutableArray<Message> messages, CancellationToken cancellationToken) =>
        inner.CommitAsync(tenant, approval, expectedRevision, null, messages, cancellationToken);
}

/// <summary>Takes a vote, and forgets what it was to tell others.</summary>
internal sealed class KeepsTheNotices(IApprovalStore inner) : IApprovalStore
{
    public ValueTask<StoredApproval?> FindAsync(TenantId tenant, ApprovalId id, CancellationToken cancellationToken) => inner.FindAsync(tenant, id, cancellationToken);

    public ValueTask<ImmutableArray<Approval>> ListPendingAsync(TenantId tenant, ApproverSet approvers, Page page, CancellationToken cancellationToken) =>
        inner.ListPendingAsync(tenant, approvers, page, cancellationToken);

    public ValueTask<CommitResult> CommitAsync(
        TenantId tenant, Approval approval, long expectedRevision, InboxItem? outcome, ImmutableArray<Message> messages, CancellationToken cancellationToken) =>
        inner.CommitAsync(tenant, approval, expectedRevision, outcome, [], cancellationToken);
}

/// <summary>Sends what follows from a delivery whether or not the delivery counts.</summary>
internal sealed class SendsWhatFollowsAnyway(IMessageStore inner) : IMessageStore
{
    public ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken) => inner.SendAsync(messages, cancellationToken);

    public ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => inner.ClaimAsync(request, cancellationToken);

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => inner.WaitAsync(atMost, cancellationToken);

    public async ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken)
    {
        await inner.SendAsync([.. deliveries.SelectMany(static delivery => delivery.Next)], cancellationToken);
        await inner.CompleteAsync(deliveries, cancellationToken);
    }

    public ValueTask<ImmutableArray<Message>> ListDeadAsync(TenantId tenant, Page page, CancellationToken cancellationToken) => inner.ListDeadAsync(tenant, page, cancellationToken);
}

/// <summary>A store of documents with one thing wrong.</summary>
internal abstract class BrokenDocumentStore(IDocumentStore inner) : IDocumentStore
{
    public virtual ValueTask<Document?> FindAsync(TenantId tenant, DocumentKind kind, string id, CancellationToken cancellationToken) => inner.FindAsync(tenant, kind, id, cancellationToken);

    public ValueTask<ImmutableArray<Document>> ListAsync(TenantId tenant, DocumentKind kind, DocumentFilter filter, Page page, CancellationToken cancellationToken) =>
        inner.ListAsync(tenant, kind, filter, page, cancellationToken);

    public virtual ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken) => inner.CommitAsync(tenant, writes, cancellationToken);

    public ValueTask<ImmutableArray<TenantId>> ListTenantsAsync(DocumentKind kind, CancellationToken cancellationToken) => inner.ListTenantsAsync(kind, cancellationToken);

    public ValueTask<long> GetGenerationAsync(TenantId tenant, DocumentKind kind, CancellationToken cancellationToken) => inner.GetGenerationAsync(tenant, kind, cancellationToken);
}

/// <summary>Orders members by name, as some databases' JSON types do.</summary>
internal sealed class OrdersMembers(IDocumentStore inner) : BrokenDocumentStore(inner)
{
    public override ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken) =>
        base.CommitAsync(tenant, [.. writes.Select(static write => write with { Body = Ordered(write.Body) })], cancellationToken);

    private static JsonText? Ordered(JsonText? body) => body?.Element is { ValueKind: JsonValueKind.Object } root
        ? JsonText.Parse(JsonSerializer.Serialize(new SortedDictionary<string, JsonElement>(root.EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value), StringComparer.Ordinal)))
        : body;
}

/// <summary>Writes one document after the other.</summary>
internal sealed class WritesOneByOne(IDocumentStore inner) : BrokenDocumentStore(inner)
{
    public override async ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken)
    {
        foreach (var write in writes)
        {
            if (await base.CommitAsync(tenant, [write], cancellationToken) is { IsDurable: false } refused)
            {
                return refused;
            }
        }

        return new(CommitStatus.Committed);
    }
}

/// <summary>Asks no tenant.</summary>
internal sealed class MixesTenants(IDocumentStore inner) : BrokenDocumentStore(inner)
{
    public override ValueTask<Document?> FindAsync(TenantId tenant, DocumentKind kind, string id, CancellationToken cancellationToken) =>
        base.FindAsync(new TenantId("acme"), kind, id, cancellationToken);
}
