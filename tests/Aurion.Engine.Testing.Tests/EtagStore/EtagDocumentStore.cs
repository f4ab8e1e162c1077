using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>A tenant's configuration is one document: so a write may span several rules and is still one conditional write.</summary>
internal sealed class EtagDocumentStore(EtagData data) : IDocumentStore
{
    public ValueTask<Document?> FindAsync(TenantId tenant, DocumentKind kind, string id, CancellationToken cancellationToken) =>
        new(Read(tenant).Find(kind, id) is { } text ? EtagData.Value<Document>(text) : null);

    public ValueTask<ImmutableArray<Document>> ListAsync(TenantId tenant, DocumentKind kind, DocumentFilter filter, Page page, CancellationToken cancellationToken)
    {
        var documents = Read(tenant).Documents.Values.Select(EtagData.Value<Document>)
            .Where(document => document.Kind == kind && (filter.Parent is null || document.Parent == filter.Parent) && (filter.Tag is null || document.Tag == filter.Tag))
            .OrderBy(static document => document.Id, StringComparer.Ordinal);
        return new([.. (filter.NewestFirst ? documents.Reverse() : documents)
            .SkipWhile(document => page.After is not null && string.CompareOrdinal(document.Id, page.After) is var order && (filter.NewestFirst ? order >= 0 : order <= 0))
            .Take(page.Limit)]);
    }

    public ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken) =>
        new(data.Blobs.Change<Configuration, CommitResult>(EtagData.Key("configuration", tenant), configuration =>
        {
            configuration ??= new Configuration();
            foreach (var write in writes)
            {
                if (write.ExpectedRevision is { } expected && expected != configuration.RevisionOf(write))
                {
                    return (null, new(CommitStatus.Stale, write.Id));
                }
            }

            foreach (var write in writes)
            {
                configuration.Write(write);
            }

            return (configuration, new(CommitStatus.Committed));
        }));

    public ValueTask<ImmutableArray<TenantId>> ListTenantsAsync(DocumentKind kind, CancellationToken cancellationToken) =>
        new([.. data.Blobs.Keys("configuration/")
            .Where(key => data.Blobs.Find<Configuration>(key)?.Generations.ContainsKey(kind) is true)
            .Select(static key => new TenantId(Uri.UnescapeDataString(key["configuration/".Length..])))]);

    public ValueTask<long> GetGenerationAsync(TenantId tenant, DocumentKind kind, CancellationToken cancellationToken) =>
        new(Read(tenant).Generations.GetValueOrDefault(kind));

    private Configuration Read(TenantId tenant) => data.Blobs.Find<Configuration>(EtagData.Key("configuration", tenant)) ?? new();

    private sealed class Configuration
    {
        public Dictionary<string, JsonText> Documents { get; set; } = [];

        public Dictionary<DocumentKind, long> Generations { get; set; } = [];

        public JsonText? Find(DocumentKind kind, string id) => Documents.GetValueOrDefault(KeyOf(kind, id));

        public long RevisionOf(DocumentWrite write) => Find(write.Kind, write.Id) is { } text ? EtagData.Value<Document>(text).Revision : 0;

        public void Write(DocumentWrite write)
        {
            Generations[write.Kind] = Generations.GetValueOrDefault(write.Kind) + 1;
            if (write.Body is null)
            {
                Documents.Remove(KeyOf(write.Kind, write.Id));
                return;
            }

            Documents[KeyOf(write.Kind, write.Id)] = EtagData.Text(new Document
            {
                Kind = write.Kind, Id = write.Id, Parent = write.Parent, Tag = write.Tag, Revision = RevisionOf(write) + 1, Body = write.Body,
            });
        }

        private static string KeyOf(DocumentKind kind, string id) => $"{(int)kind}/{id}";
    }
}
