using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite;

/// <summary>How the stores use their database.</summary>
public sealed class SqliteOptions
{
    /// <summary>Gets or sets the connection string, for example <c>Data Source=aurion.db</c>. A file; an in-memory database is refused.</summary>
    /// <remarks>The file may hold the host's own tables: the engine's all begin with <c>aurion_</c>.</remarks>
    public required string ConnectionString { get; set; }

    /// <summary>Gets or sets how long a write waits for another process's, at least zero.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the longest wait before a look for work of other processes, which can't wake this one.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the most operations that one transaction takes, at least 1.</summary>
    /// <value>The default is 128.</value>
    public int MaxBatch { get; set; } = 128;

    internal SqliteConnectionStringBuilder Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BusyTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PollInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatch, 1);
        var builder = new SqliteConnectionStringBuilder(ConnectionString);
        if (builder.DataSource is "" or ":memory:" || builder.Mode is SqliteOpenMode.Memory)
        {
            throw new ArgumentException("The database must be a file: readers and the writer have connections of their own.");
        }

        builder.DefaultTimeout = Math.Max(1, (int)Math.Ceiling(BusyTimeout.TotalSeconds));
        return builder;
    }
}
