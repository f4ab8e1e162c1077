using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite;

/// <summary>The writer's connection with its prepared statements. Used by the writer's loop alone.</summary>
internal sealed class WriteSession(SqliteConnection connection, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private bool _isOpen;

    internal bool WakesRuns { get; set; }

    internal bool WakesEvents { get; set; }

    internal bool WakesMessages { get; set; }

    /// <summary>Gets the store's time.</summary>
    internal DateTimeOffset Now => time.GetUtcNow();

    internal void Begin()
    {
        WakesRuns = WakesEvents = WakesMessages = false;
        Run("BEGIN IMMEDIATE");
        _isOpen = true;
    }

    internal void Commit()
    {
        Run("COMMIT");
        _isOpen = false;
    }

    internal void Rollback()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        try
        {
            Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite undoes a transaction by itself on some errors, a full disk for one; there is nothing left to undo then.
        }
    }

    /// <summary>Runs a statement; its parameters are <c>$1</c>, <c>$2</c>, ….</summary>
    /// <returns>The number of rows that it changed.</returns>
    internal int Run(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>Runs a query; the reader must be disposed before the same text is run again.</summary>
    internal SqliteDataReader Read(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteReader();

    internal long? ReadNumber(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteScalar() as long?;

    internal long LastKey() => ReadNumber("SELECT last_insert_rowid()") ?? 0;

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this assembly
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var at = 1; at <= values.Length; at++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${at}") });
            }

            _commands[sql] = command;
        }

        for (var at = 0; at < values.Length; at++)
        {
            command.Parameters[at].Value = values[at] ?? DBNull.Value;
        }

        return command;
    }
}
