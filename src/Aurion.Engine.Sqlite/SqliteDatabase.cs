using System.Globalization;
using Aurion.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurion.Engine.Sqlite;

/// <summary>One opening of a database file: the writer, connections to read with, and the wake-ups of this process.</summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly SqliteOptions _options;

    internal SqliteDatabase(SqliteOptions options, TimeProvider time, ILogger? logger = null)
    {
        Logger = logger ?? NullLogger.Instance;
        _options = options;
        _connectionString = options.Validate().ConnectionString;
        Time = time;
        SchemaUpgrade.Run(this);
        Writer = new SqliteWriter(this, options.MaxBatch);
    }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal SqliteWriter Writer { get; }

    internal WorkSignal Runs { get; } = new();

    internal WorkSignal Events { get; } = new();

    internal WorkSignal Messages { get; } = new();

    /// <summary>Opens a connection; those that only read come from the pool and go back there.</summary>
    internal SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Broken(exception);
        }
    }

    /// <summary>Opens a connection that writes and waits its turn.</summary>
    internal SqliteConnection OpenForWriting()
    {
        var connection = Open();
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)_options.BusyTimeout.TotalMilliseconds}"));
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        return connection;
    }

    /// <summary>Reads in one snapshot.</summary>
    internal T Read<T>(Func<SqliteConnection, T> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = Open();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            return body(connection);
        }
        catch (SqliteException exception)
        {
            throw Broken(exception);
        }
    }

    /// <summary>Waits for work: a signal of this process, the next due time, or the next look.</summary>
    internal async ValueTask WaitAsync(WorkSignal signal, Func<SqliteConnection, long?> nextDue, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var next = signal.Next();
        DateTimeOffset? due = Read(nextDue, cancellationToken) is { } ticks ? Ticks.ToTime(ticks) : null;
        await WorkSignal.WaitAsync(next, Time, due, atMost < _options.PollInterval ? atMost : _options.PollInterval, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        using var pooled = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pooled);
    }

    internal static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is the caller's own, never anybody's input
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    internal static AurionEngineException Broken(SqliteException exception) =>
        new($"The database can't be used: {exception.Message}", exception);
}
