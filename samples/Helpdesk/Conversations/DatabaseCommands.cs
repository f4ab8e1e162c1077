using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Helpdesk.Conversations;

/// <summary>Commands with their parameters in one line.</summary>
internal static class DatabaseCommands
{
    public static Task<int> ExecuteAsync(
        this DbTransaction transaction, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters) =>
        Command(transaction.Connection!, transaction, sql, parameters).ExecuteNonQueryAsync(cancellationToken);

    public static Task<DbDataReader> QueryAsync(
        this DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters) =>
        Command(connection, transaction, sql, parameters).ExecuteReaderAsync(cancellationToken);

    [SuppressMessage("Security", "CA2100", Justification = "Every text is a constant of this sample; values are parameters.")]
    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
