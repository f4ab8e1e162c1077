using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>A worker's request for work, or what it says about its leases: a call of one function that answers rows.</summary>
internal sealed class ClaimUnit<TRow>(Func<PostgreSqlDatabase, NpgsqlBatchCommand> command, Func<NpgsqlDataReader, TRow> read, WorkKinds wakes, CancellationToken cancellationToken)
    : WriteUnit<List<TRow>>(cancellationToken)
{
    internal override WorkKinds Wakes => wakes;

    internal override WorkKinds WakesOthers => wakes;

    internal override WriteGroup NewGroup() => new ClaimGroup(command, read);

    private sealed class ClaimGroup(Func<PostgreSqlDatabase, NpgsqlBatchCommand> command, Func<NpgsqlDataReader, TRow> read) : WriteGroup<ClaimUnit<TRow>>
    {
        internal override NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database) => command(database);

        internal override async Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
        {
            var rows = new List<TRow>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }

            Units[0].Result = rows;
        }

        private protected override void Read(ClaimUnit<TRow> unit, NpgsqlDataReader row)
        {
        }
    }
}
