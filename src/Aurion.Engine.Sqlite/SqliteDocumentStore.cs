using System.Collections.Immutable;
using System.Text;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Dapper;

namespace Aurion.Engine.Sqlite;

internal sealed class SqliteDocumentStore(SqliteDatabase database) : IDocumentStore
{
    private const string Select = "SELECT id AS Id, parent AS Parent, tag AS Tag, revision AS Revision, body AS Body FROM aurion_document WHERE tenant = @tenant AND kind = @kind";

    public ValueTask<Document?> FindAsync(TenantId tenant, DocumentKind kind, string id, CancellationToken cancellationToken)
    {
        var rows = database.Read(
            connection => connection.Query<Row>($"{Select} AND id = @id", new { tenant = tenant.Value, kind = (int)kind, id }).AsList(), cancellationToken);
        return new(rows.Count == 0 ? null : rows[0].ToDocument(kind));
    }

    public ValueTask<ImmutableArray<Document>> ListAsync(TenantId tenant, DocumentKind kind, DocumentFilter filter, Page page, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder(Select);
        sql.Append(page.After is null ? "" : filter.NewestFirst ? " AND id < @after" : " AND id > @after");
        sql.Append(filter.Parent is null ? "" : " AND parent = @parent");
        sql.Append(filter.Tag is null ? "" : " AND tag = @tag");
        sql.Append(filter.NewestFirst ? " ORDER BY id DESC LIMIT @limit" : " ORDER BY id LIMIT @limit");
        var rows = database.Read(
            connection => connection.Query<Row>(
                sql.ToString(), new { tenant = tenant.Value, kind = (int)kind, after = page.After, parent = filter.Parent, tag = filter.Tag, limit = page.Limit }).AsList(),
            cancellationToken);
        return new([.. rows.Select(row => row.ToDocument(kind))]);
    }

    public ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken)
    {
        ImmutableArray<byte[]?> bodies = [.. writes.Select(static write => write.Body?.Utf8.ToArray())];
        return database.Writer.WriteAsync(session => Commit(session, tenant.Value, writes, bodies), cancellationToken);
    }

    public ValueTask<ImmutableArray<TenantId>> ListTenantsAsync(DocumentKind kind, CancellationToken cancellationToken) =>
        new(database.Read<ImmutableArray<TenantId>>(
            connection => [.. connection.Query<string>("SELECT tenant FROM aurion_document_generation WHERE kind = @kind", new { kind = (int)kind }).Select(static tenant => new TenantId(tenant))],
            cancellationToken));

    public ValueTask<long> GetGenerationAsync(TenantId tenant, DocumentKind kind, CancellationToken cancellationToken) =>
        new(database.Read(
            connection => connection.ExecuteScalar<long>(
                "SELECT coalesce(max(generation), 0) FROM aurion_document_generation WHERE tenant = @tenant AND kind = @kind", new { tenant = tenant.Value, kind = (int)kind }),
            cancellationToken));

    private static CommitResult Commit(WriteSession session, string tenant, ImmutableArray<DocumentWrite> writes, ImmutableArray<byte[]?> bodies)
    {
        foreach (var write in writes)
        {
            var revision = session.ReadNumber("SELECT revision FROM aurion_document WHERE tenant = $1 AND kind = $2 AND id = $3", tenant, (int)write.Kind, write.Id) ?? 0;
            if (write.ExpectedRevision is { } expected && expected != revision)
            {
                return new(CommitStatus.Stale, write.Id);
            }
        }

        for (var at = 0; at < writes.Length; at++)
        {
            Write(session, tenant, writes[at], bodies[at]);
        }

        return new(CommitStatus.Committed);
    }

    private static void Write(WriteSession session, string tenant, DocumentWrite write, byte[]? body)
    {
        session.Run(
            "INSERT INTO aurion_document_generation (tenant, kind, generation) VALUES ($1, $2, 1) ON CONFLICT DO UPDATE SET generation = generation + 1", tenant, (int)write.Kind);
        if (body is null)
        {
            session.Run("DELETE FROM aurion_document WHERE tenant = $1 AND kind = $2 AND id = $3", tenant, (int)write.Kind, write.Id);
            return;
        }

        session.Run(
            "INSERT INTO aurion_document (tenant, kind, id, parent, tag, revision, body) VALUES ($1, $2, $3, $4, $5, 1, $6) " +
            "ON CONFLICT DO UPDATE SET parent = excluded.parent, tag = excluded.tag, revision = revision + 1, body = excluded.body",
            tenant, (int)write.Kind, write.Id, write.Parent, write.Tag, body);
    }

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string? Parent { get; init; }

        public string? Tag { get; init; }

        public long Revision { get; init; }

        public byte[] Body { get; init; } = [];

        public Document ToDocument(DocumentKind kind) => new() { Kind = kind, Id = Id, Parent = Parent, Tag = Tag, Revision = Revision, Body = StrictJson.Parse(Body) };
    }
}
