using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Keeps configuration documents: rules, workflows, versions, templates, routing rules, settings.</summary>
/// <remarks>Safe for concurrent use, also from other processes. A call that returned has made its effect durable.</remarks>
public interface IDocumentStore
{
    /// <summary>Reads a document.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="id">The id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The document; null when the tenant has none of that id.</returns>
    ValueTask<Document?> FindAsync(TenantId tenant, DocumentKind kind, string id, CancellationToken cancellationToken);

    /// <summary>Lists documents by id, ordinally.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which part.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The documents.</returns>
    ValueTask<ImmutableArray<Document>> ListAsync(TenantId tenant, DocumentKind kind, DocumentFilter filter, Page page, CancellationToken cancellationToken);

    /// <summary>Writes documents, all or none, and raises the generation of each kind touched.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="writes">The writes, at most one for each document.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns><see cref="CommitStatus.Committed"/>, or <see cref="CommitStatus.Stale"/> with the first document that was not as expected as holder.</returns>
    ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken);

    /// <summary>Lists the tenants that have documents of a kind, or had some, in any order, each once.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The tenants.</returns>
    ValueTask<ImmutableArray<TenantId>> ListTenantsAsync(DocumentKind kind, CancellationToken cancellationToken);

    /// <summary>Tells how often documents of a kind were written: how other nodes learn of an edit.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A number that every write raises; 0 before the first.</returns>
    ValueTask<long> GetGenerationAsync(TenantId tenant, DocumentKind kind, CancellationToken cancellationToken);
}
