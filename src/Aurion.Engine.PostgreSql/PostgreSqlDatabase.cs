using System.Collections.Concurrent;
using System.Net.Sockets;
using Aurion.Engine.PostgreSql.Writing;
using Aurion.Engine.Storage;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

/// <summary>One opening of a database: the writer, a pool of connections to read with, and the wake-ups.</summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    private const string WrittenFor = "aurion.";
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <param name="options">How to use the database.</param>
    /// <param name="clock">The store's clock; null is the server's own.</param>
    /// <param name="logger">Told of records that can't be read; null tells nobody.</param>
    internal PostgreSqlDatabase(PostgreSqlOptions options, TimeProvider? clock = null, ILogger? logger = null)
    {
        Logger = logger ?? NullLogger.Instance;
        options.Validate();
        Options = options;
        Clock = clock;
        Time = clock ?? TimeProvider.System;
        Source = options.DataSource ?? options.MakeDataSource();
        try
        {
            SchemaUpgrade.Run(this);
        }
        catch
        {
            CloseSource();
            throw;
        }

        Signals = new WorkSignals(this);
        Writer = new Writer(this);
    }

    internal PostgreSqlOptions Options { get; }

    internal string Schema => Options.Schema;

    internal NpgsqlDataSource Source { get; }

    internal WorkSignals Signals { get; }

    internal Writer Writer { get; }

    /// <summary>Gets the clock that waits and retries count by.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Gets the store's time in ticks, where it is not the server's; null lets the server say.</summary>
    internal long? Now => Clock?.GetUtcNow().UtcTicks;

    private TimeProvider? Clock { get; }

    private ILogger Logger { get; }

    /// <summary>Puts the schema's name into a text that is written for <c>aurion</c>.</summary>
    internal string Sql(string text) =>
        Schema + "." == WrittenFor ? text : _texts.GetOrAdd(text, static (text, schema) => text.Replace(WrittenFor, schema + ".", StringComparison.Ordinal), Schema);

    /// <summary>Reads, and reads again when the connection is lost.</summary>
    internal async Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> body, CancellationToken cancellationToken)
    {
        var patience = new Patience(this);
        while (true)
        {
            try
            {
                var connection = await Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    return await body(connection, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (IsConnectionLost(exception) && patience.IsLeft)
            {
                await patience.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception)
            {
                throw Broken(exception);
            }
        }
    }

    /// <summary>Reads rows with a text that is written for <c>aurion</c>.</summary>
    internal Task<List<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellationToken) => ReadAsync(
        async (connection, ct) => (await connection.QueryAsync<T>(new CommandDefinition(Sql(sql), parameters, cancellationToken: ct)).ConfigureAwait(false)).AsList(), cancellationToken);

    /// <summary>Reads the one row that there is; null when there is none.</summary>
    internal async Task<T?> QueryFirstAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
        where T : class
    {
        var rows = await QueryAsync<T>(sql, parameters, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Takes a record that its claimer could not read out of the queue, so that it is nobody's work and fails no other.</summary>
    internal async ValueTask ParkAsync(string kind, string tenant, string id, long fence, AurionEngineException error, CancellationToken cancellationToken)
    {
        Logger.RecordParked(error, kind, StoredText.Read(id), StoredText.Read(tenant));
        var unit = new ClaimUnit<bool>(
            place => new NpgsqlBatchCommand(place.Sql("SELECT * FROM aurion.park($1,$2,$3,$4,$5,$6)"))
                .Add(place.Now).Add(kind).Add(tenant).Add(id).Add((long?)fence).Add(StoredText.Of(error.Message)),
            static _ => true,
            WorkKinds.None,
            cancellationToken);
        await Writer.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        await Signals.DisposeAsync().ConfigureAwait(false);
        CloseSource();
    }

    private void CloseSource()
    {
        if (Options.DataSource is null)
        {
            Source.Dispose();
        }
    }

    /// <summary>Tells whether the server was not reached, or went away: what was sent may or may not have been done.</summary>
    internal static bool IsConnectionLost(Exception exception) => exception switch
    {
        PostgresException refused => refused.SqlState is "57P01" or "57P02" or "57P03" or "53300" || refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException lost => lost.IsTransient || lost.InnerException is IOException or SocketException or TimeoutException,
        _ => exception is IOException or SocketException or TimeoutException,
    };

    /// <summary>Tells whether the server undid the transaction because of another one: it may be tried again.</summary>
    internal static bool IsCollision(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable };

    internal static AurionEngineException Broken(Exception exception) => new($"The database can't be used: {exception.Message}", exception);
}
