using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>Configuration documents; each tenant's have one lock, for a write may span several.</summary>
internal sealed class DocumentTable
{
    private readonly ConcurrentDictionary<TenantId, TenantDocuments> _tenants = new();

    internal Document? Find(TenantId tenant, DocumentKind kind, string id) => _tenants.GetValueOrDefault(tenant)?.Find(kind, id);

    internal ImmutableArray<Document> List(TenantId tenant, DocumentKind kind, DocumentFilter filter, Page page) =>
        _tenants.GetValueOrDefault(tenant)?.List(kind, filter, page) ?? [];

    internal CommitResult Commit(TenantId tenant, ImmutableArray<DocumentWrite> writes) =>
        _tenants.GetOrAdd(tenant, static _ => new TenantDocuments()).Commit(writes);

    internal long Generation(TenantId tenant, DocumentKind kind) => _tenants.GetValueOrDefault(tenant)?.Generation(kind) ?? 0;

    internal ImmutableArray<TenantId> Tenants(DocumentKind kind) => [.. _tenants.Where(pair => pair.Value.Generation(kind) > 0).Select(static pair => pair.Key)];

    private sealed class TenantDocuments
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<DocumentKind, SortedDictionary<string, Document>> _kinds = [];
        private readonly Dictionary<DocumentKind, long> _generations = [];

        internal Document? Find(DocumentKind kind, string id)
        {
            lock (_lock)
            {
                return _kinds.GetValueOrDefault(kind)?.GetValueOrDefault(id);
            }
        }

        internal ImmutableArray<Document> List(DocumentKind kind, DocumentFilter filter, Page page)
        {
            lock (_lock)
            {
                if (!_kinds.TryGetValue(kind, out var documents))
                {
                    return [];
                }

                var ordered = filter.NewestFirst ? documents.Values.Reverse() : documents.Values;
                return [.. ordered.Where(document => IsAfter(document.Id) && Fits(document)).Take(page.Limit)];
            }

            bool IsAfter(string id) => page.After is null
                || (filter.NewestFirst ? string.CompareOrdinal(id, page.After) < 0 : string.CompareOrdinal(id, page.After) > 0);

            bool Fits(Document document) =>
                (filter.Parent is null || document.Parent == filter.Parent) && (filter.Tag is null || document.Tag == filter.Tag);
        }

        internal CommitResult Commit(ImmutableArray<DocumentWrite> writes)
        {
            lock (_lock)
            {
                foreach (var write in writes)
                {
                    if (write.ExpectedRevision is { } expected && expected != (Find(write.Kind, write.Id)?.Revision ?? 0))
                    {
                        return new(CommitStatus.Stale, write.Id);
                    }
                }

                foreach (var write in writes)
                {
                    Write(write);
                }

                return new(CommitStatus.Committed);
            }
        }

        internal long Generation(DocumentKind kind)
        {
            lock (_lock)
            {
                return _generations.GetValueOrDefault(kind);
            }
        }

        private void Write(DocumentWrite write)
        {
            _generations[write.Kind] = _generations.GetValueOrDefault(write.Kind) + 1;
            if (!_kinds.TryGetValue(write.Kind, out var documents))
            {
                _kinds[write.Kind] = documents = new(StringComparer.Ordinal);
            }

            if (write.Body is null)
            {
                documents.Remove(write.Id);
                return;
            }

            documents[write.Id] = new Document
            {
                Kind = write.Kind,
                Id = write.Id,
                Parent = write.Parent,
                Tag = write.Tag,
                Revision = (documents.GetValueOrDefault(write.Id)?.Revision ?? 0) + 1,
                Body = write.Body,
            };
        }
    }
}
