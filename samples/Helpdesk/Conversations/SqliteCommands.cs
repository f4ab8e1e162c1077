using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Helpdesk.Conversations;

/// <summary>Commands with their parameters in one line.</summary>
internal static class SqliteCommands
{
    public static Task<int> ExecuteAsync(
        this SqliteTransaction transaction, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters) =>
        Command(transaction.Connection!, transaction, sql, parameters).ExecuteNonQueryAsync(cancellationToken);

    public static Task<SqliteDataReader> QueryAsync(
        this SqliteConnection connection, SqliteTransaction? transaction, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters) =>
        Command(connection, transaction, sql, parameters).ExecuteReaderAsync(cancellationToken);

    [SuppressMessage("Security", "CA2100", Justification = "Every text is a constant of this sample; values are parameters.")]
    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql, (string Name, object Value)[] parameters)
    {
        var command = new SqliteCommand(sql, connection, transaction);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
