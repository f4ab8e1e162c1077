using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Threading.Channels;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>The one writer of this process: takes what has queued, writes it in one transaction and one round trip, and answers all when that is durable.</summary>
/// <remarks>
/// <para>Group commit comes by itself: while one flush lasts, the next batch queues.</para>
/// <para>When the connection is lost, the outcome is unknown: the same batch is sent again, and every unit recognises itself by its id.</para>
/// <para>When the server undid a batch, each unit is tried alone. One that is held up by somebody else's transaction waits on a connection of its own.</para>
/// </remarks>
internal sealed class Writer : IAsyncDisposable
{
    private const int TriesOfACollision = 3;
    private readonly PostgreSqlDatabase _database;
    private readonly Channel<WriteUnit> _queue = Channel.CreateUnbounded<WriteUnit>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<Task, bool> _heldUp = new();
    private readonly Task _loop;
    private List<WriteUnit> _deferred = [];
    private NpgsqlConnection? _connection;

    internal Writer(PostgreSqlDatabase database)
    {
        _database = database;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Writes a unit with the next batch.</summary>
    /// <exception cref="ObjectDisposedException">The stores are closed.</exception>
    internal async ValueTask<T> WriteAsync<T>(WriteUnit<T> unit, CancellationToken cancellationToken)
    {
        Send(unit, cancellationToken);
        return await unit.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes units, each refused or taken by itself, and answers them in order.</summary>
    /// <exception cref="ObjectDisposedException">The stores are closed.</exception>
    internal async ValueTask<ImmutableArray<T>> WriteAsync<TUnit, T>(TUnit[] units, CancellationToken cancellationToken)
        where TUnit : WriteUnit<T>
    {
        foreach (var unit in units)
        {
            Send(unit, cancellationToken);
        }

        return [.. await Task.WhenAll(units.Select(static unit => unit.Answer)).WaitAsync(cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>Queues a unit; its answer is awaited elsewhere.</summary>
    /// <exception cref="ObjectDisposedException">The stores are closed.</exception>
    private void Send(WriteUnit unit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(unit), typeof(PostgreSqlStores));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        await Task.WhenAll(_heldUp.Keys).ConfigureAwait(false);
        await DropAsync().ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        while (_deferred.Count > 0 || await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var batch = new WriteBatch();
            var waiting = _deferred;
            _deferred = [];
            foreach (var unit in waiting)
            {
                Take(batch, unit);
            }

            while (batch.Count < _database.Options.MaxBatch && _queue.Reader.TryRead(out var unit))
            {
                Take(batch, unit);
            }

            if (batch.Count > 0)
            {
                await FlushAsync(batch).ConfigureAwait(false);
            }
        }
    }

    private void Take(WriteBatch batch, WriteUnit unit)
    {
        if (unit.CancellationToken.IsCancellationRequested)
        {
            unit.Fail(new OperationCanceledException(unit.CancellationToken));
        }
        else if (batch.Count >= _database.Options.MaxBatch || !batch.TryAdd(unit))
        {
            _deferred.Add(unit);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong is the answer to those who wait; the writer must go on for all others.")]
    private async Task FlushAsync(WriteBatch batch)
    {
        var patience = new Patience(_database);
        for (var tries = 1; ; tries++)
        {
            try
            {
                _connection ??= await OpenAsync().ConfigureAwait(false);
                await batch.ExecuteAsync(_database, _connection, null, CancellationToken.None).ConfigureAwait(false);
                batch.Succeed(_database);
                return;
            }
            catch (Exception exception)
            {
                if (PostgreSqlDatabase.IsConnectionLost(exception))
                {
                    await DropAsync().ConfigureAwait(false);
                    if (patience.IsLeft)
                    {
                        await patience.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                        continue;
                    }

                    batch.Fail(exception);
                    return;
                }

                if (_connection?.State is not System.Data.ConnectionState.Open)
                {
                    await DropAsync().ConfigureAwait(false);
                }

                var isHeldUp = exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };
                if (PostgreSqlDatabase.IsCollision(exception) && !isHeldUp && tries < TriesOfACollision)
                {
                    continue;
                }

                await UndoneAsync(batch, exception).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>The server undid the batch: finds the unit that was at fault by trying each alone.</summary>
    private async Task UndoneAsync(WriteBatch batch, Exception exception)
    {
        if (batch.Count > 1)
        {
            foreach (var unit in batch.Units)
            {
                await FlushAsync(Alone(unit)).ConfigureAwait(false);
            }
        }
        else if (PostgreSqlDatabase.IsCollision(exception))
        {
            var waiting = Task.Run(() => WaitOutAsync(batch));
            _heldUp[waiting] = true;
            _ = waiting.ContinueWith(done => _heldUp.TryRemove(done, out _), TaskScheduler.Default);
        }
        else
        {
            batch.Fail(exception);
        }
    }

    /// <summary>Writes one unit beside the others, waiting for as long as a command may last.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong is the answer to the one who waits.")]
    private async Task WaitOutAsync(WriteBatch batch)
    {
        var patience = new Patience(_database);
        while (true)
        {
            try
            {
                var connection = await _database.Source.OpenConnectionAsync().ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    await batch.ExecuteAsync(_database, connection, null, CancellationToken.None).ConfigureAwait(false);
                }

                batch.Succeed(_database);
                return;
            }
            catch (Exception exception) when ((PostgreSqlDatabase.IsConnectionLost(exception) || PostgreSqlDatabase.IsCollision(exception)) && patience.IsLeft)
            {
                await patience.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                batch.Fail(exception);
                return;
            }
        }
    }

    private static WriteBatch Alone(WriteUnit unit)
    {
        var alone = new WriteBatch();
        alone.TryAdd(unit);
        return alone;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = await _database.Source.OpenConnectionAsync().ConfigureAwait(false);
        try
        {
            using var command = new NpgsqlCommand("SELECT set_config('lock_timeout', $1, false)", connection);
            command.Parameters.Add(new NpgsqlParameter<string>
            {
                TypedValue = ((long)Math.Ceiling(_database.Options.LockTimeout.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture),
            });
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
