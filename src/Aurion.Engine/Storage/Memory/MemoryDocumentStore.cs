using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

internal sealed class MemoryDocumentStore(MemoryData data) : IDocumentStore
{
    public ValueTask<Document?> FindAsync(TenantId tenant, DocumentKind kind, string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Documents.Find(tenant, kind, id));
    }

    public ValueTask<ImmutableArray<Document>> ListAsync(TenantId tenant, DocumentKind kind, DocumentFilter filter, Page page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Documents.List(tenant, kind, filter, page));
    }

    public ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Documents.Commit(tenant, writes));
    }

    public ValueTask<ImmutableArray<TenantId>> ListTenantsAsync(DocumentKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Documents.Tenants(kind));
    }

    public ValueTask<long> GetGenerationAsync(TenantId tenant, DocumentKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Documents.Generation(tenant, kind));
    }
}
