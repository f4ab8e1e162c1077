using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite;

/// <summary>The one writer of this process: takes what has queued, writes it in one transaction, and answers all when that is durable.</summary>
/// <remarks>
/// Group commit comes by itself: while one flush lasts, the next batch queues. An operation decides before it writes, so that a refused one
/// leaves nothing behind. When the database fails in the middle, the batch is undone and each operation is tried alone.
/// </remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int PagesBeforeTheWriterCleansUp = 16_000;
    private const int OperationsBetweenCheckpoints = 2_000;
    private readonly SqliteDatabase _database;
    private readonly int _maxBatch;
    private readonly WriteSession _session;
    private readonly Channel<WriteOperation> _queue = Channel.CreateUnbounded<WriteOperation>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;
    private Task _checkpoint = Task.CompletedTask;
    private int _sinceCheckpoint;
    private long _flushes;

    internal SqliteWriter(SqliteDatabase database, int maxBatch)
    {
        _database = database;
        _maxBatch = maxBatch;
        var connection = database.OpenForWriting();
        SqliteDatabase.Execute(connection, $"PRAGMA wal_autocheckpoint = {PagesBeforeTheWriterCleansUp}");
        _session = new WriteSession(connection, database.Time);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Gets the number of transactions that are durable.</summary>
    internal long Flushes => Interlocked.Read(ref _flushes);

    /// <summary>Performs an operation in the next transaction.</summary>
    /// <exception cref="ObjectDisposedException">The stores are closed.</exception>
    internal async ValueTask<T> WriteAsync<T>(Func<WriteSession, T> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var operation = new WriteOperation<T>(body, cancellationToken);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(operation), typeof(SqliteStores));
        return await operation.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        await _checkpoint.ConfigureAwait(false);
        _session.Dispose();
    }

    private async Task LoopAsync()
    {
        var batch = new List<WriteOperation>(_maxBatch);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var operation))
            {
                batch.Add(operation);
            }

            if (!TryFlush(batch, isLast: batch.Count == 1))
            {
                foreach (var operation in batch)
                {
                    TryFlush([operation], isLast: true);
                }
            }

            _sinceCheckpoint += batch.Count;
            batch.Clear();
            StartCheckpoint();
        }
    }

    /// <summary>Writes a batch; false when it failed, was undone, and may be tried in parts.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong is the answer to those who wait; the writer must go on for all others.")]
    private bool TryFlush(List<WriteOperation> batch, bool isLast)
    {
        try
        {
            _session.Begin();
            foreach (var operation in batch)
            {
                operation.Execute(_session);
            }

            _session.Commit();
        }
        catch (Exception exception)
        {
            _session.Rollback();
            if (isLast)
            {
                var failure = exception is SqliteException broken ? SqliteDatabase.Broken(broken) : exception;
                batch.ForEach(operation => operation.Fail(failure));
            }

            return isLast;
        }

        Interlocked.Increment(ref _flushes);
        Wake();
        batch.ForEach(static operation => operation.Succeed());
        return true;
    }

    private void Wake()
    {
        if (_session.WakesRuns)
        {
            _database.Runs.Set();
        }

        if (_session.WakesEvents)
        {
            _database.Events.Set();
        }

        if (_session.WakesMessages)
        {
            _database.Messages.Set();
        }
    }

    /// <summary>Moves the log into the database beside the writer, so that the writer seldom has to.</summary>
    private void StartCheckpoint()
    {
        if (_sinceCheckpoint < OperationsBetweenCheckpoints || !_checkpoint.IsCompleted)
        {
            return;
        }

        _sinceCheckpoint = 0;
        _checkpoint = Task.Run(() =>
        {
            try
            {
                using var connection = _database.OpenForWriting();
                SqliteDatabase.Execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
            }
            catch (Exception exception) when (exception is SqliteException or Storage.AurionEngineException)
            {
                // Nothing is lost: the log keeps what was committed, and the next checkpoint or the writer moves it.
            }
        });
    }
}
