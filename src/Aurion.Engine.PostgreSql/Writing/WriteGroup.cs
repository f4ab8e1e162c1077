using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>The units of a batch that one command writes.</summary>
internal abstract class WriteGroup
{
    internal abstract void Add(WriteUnit unit);

    /// <summary>Makes the command: a call of one of the schema's functions.</summary>
    internal abstract NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database);

    /// <summary>Reads the command's answers into the units.</summary>
    internal abstract Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken);

    /// <summary>Calls a function with the parameters that are added afterwards.</summary>
    private protected static NpgsqlBatchCommand Call(PostgreSqlDatabase database, string function, int parameters)
    {
        var list = string.Join(',', Enumerable.Range(1, parameters).Select(static at => $"${at}"));
        return new NpgsqlBatchCommand(database.Sql($"SELECT * FROM aurion.{function}({list})"));
    }
}

/// <summary>A group of units of one type.</summary>
internal abstract class WriteGroup<TUnit> : WriteGroup
    where TUnit : WriteUnit
{
    private protected List<TUnit> Units { get; } = [];

    internal sealed override void Add(WriteUnit unit) => Units.Add((TUnit)unit);

    internal override async Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        foreach (var unit in Units)
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidOperationException("The database gave fewer answers than it was asked for.");
            }

            Read(unit, reader);
        }
    }

    private protected abstract void Read(TUnit unit, NpgsqlDataReader row);
}
