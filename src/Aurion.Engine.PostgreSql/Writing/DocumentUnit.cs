using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>Writes of documents, all or none.</summary>
internal sealed class DocumentUnit(string tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken) : WriteUnit<CommitResult>(cancellationToken)
{
    private readonly Guid _write = Guid.CreateVersion7(); // sent again after its answer was lost, it finds itself
    private readonly ImmutableArray<byte[]?> _bodies = [.. writes.Select(static write => write.Body?.Utf8.ToArray())];

    internal override WriteGroup NewGroup() => new DocumentGroup();

    internal NpgsqlBatchCommand AddTo(NpgsqlBatchCommand command) => command
        .Add(_write)
        .Add(StoredText.Id(tenant))
        .Add([.. writes.Select(static each => (int)each.Kind)])
        .Add([.. writes.Select(static string? (each) => StoredText.Id(each.Id))])
        .Add([.. writes.Select(static each => StoredText.IdOrNull(each.Parent))])
        .Add([.. writes.Select(static each => StoredText.IdOrNull(each.Tag))])
        .Add([.. writes.Select(static each => each.ExpectedRevision)])
        .Add([.. _bodies]);

    // The tenant's documents have one writer at a time, and so has a batch.
    internal override void Touch(List<TouchedRecord> records) => records.Add(new TouchedRecord('d', tenant, string.Empty));
}

/// <summary>Writes of documents by one caller.</summary>
internal sealed class DocumentGroup : WriteGroup<DocumentUnit>
{
    internal override NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database) => Units[0].AddTo(Call(database, "commit_documents", 9).Add(database.Now));

    private protected override void Read(DocumentUnit unit, NpgsqlDataReader row) =>
        unit.Result = new CommitResult((CommitStatus)row.GetInt16(0), row.IsDBNull(1) ? null : StoredText.Read(row.GetString(1)));
}
