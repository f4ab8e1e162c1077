using System.Collections.Immutable;
using System.Text;
using Aurion.Engine.PostgreSql.Writing;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PostgreSql;

internal sealed class PostgreSqlDocumentStore(PostgreSqlDatabase database) : IDocumentStore
{
    private const string Select = "SELECT id AS Id, parent AS Parent, tag AS Tag, revision AS Revision, body AS Body FROM aurion.document WHERE tenant = @tenant AND kind = @kind";

    public async ValueTask<Document?> FindAsync(TenantId tenant, DocumentKind kind, string id, CancellationToken cancellationToken)
    {
        var row = await database.QueryFirstAsync<Row>(
            $"{Select} AND id = @id", new { tenant = StoredText.Id(tenant.Value), kind = (int)kind, id = StoredText.Id(id) }, cancellationToken).ConfigureAwait(false);
        return row?.ToDocument(kind);
    }

    public async ValueTask<ImmutableArray<Document>> ListAsync(TenantId tenant, DocumentKind kind, DocumentFilter filter, Page page, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder(Select);
        sql.Append(page.After is null ? "" : filter.NewestFirst ? " AND id < @after" : " AND id > @after");
        sql.Append(filter.Parent is null ? "" : " AND parent = @parent");
        sql.Append(filter.Tag is null ? "" : " AND tag = @tag");
        sql.Append(filter.NewestFirst ? " ORDER BY id DESC LIMIT @limit" : " ORDER BY id LIMIT @limit");
        var rows = await database.QueryAsync<Row>(
            sql.ToString(),
            new
            {
                tenant = StoredText.Id(tenant.Value),
                kind = (int)kind,
                after = page.After is null ? null : StoredText.Of(page.After),
                parent = StoredText.IdOrNull(filter.Parent),
                tag = StoredText.IdOrNull(filter.Tag),
                limit = page.Limit,
            },
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToDocument(kind))];
    }

    public ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(new DocumentUnit(tenant.Value, writes, cancellationToken), cancellationToken);

    public async ValueTask<ImmutableArray<TenantId>> ListTenantsAsync(DocumentKind kind, CancellationToken cancellationToken)
    {
        var tenants = await database.QueryAsync<string>("SELECT tenant FROM aurion.document_generation WHERE kind = @kind", new { kind = (int)kind }, cancellationToken).ConfigureAwait(false);
        return [.. tenants.Select(static tenant => new TenantId(StoredText.Read(tenant)))];
    }

    public async ValueTask<long> GetGenerationAsync(TenantId tenant, DocumentKind kind, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync<long>(
            "SELECT generation FROM aurion.document_generation WHERE tenant = @tenant AND kind = @kind", new { tenant = StoredText.Id(tenant.Value), kind = (int)kind }, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? 0 : found[0];
    }

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string? Parent { get; init; }

        public string? Tag { get; init; }

        public long Revision { get; init; }

        public byte[] Body { get; init; } = [];

        public Document ToDocument(DocumentKind kind) => new()
        {
            Kind = kind,
            Id = StoredText.Read(Id),
            Parent = Parent is null ? null : StoredText.Read(Parent),
            Tag = Tag is null ? null : StoredText.Read(Tag),
            Revision = Revision,
            Body = StrictJson.Parse(Body),
        };
    }
}
