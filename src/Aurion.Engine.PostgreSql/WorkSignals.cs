using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Threading.Channels;
using Aurion.Engine.PostgreSql.Writing;
using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

/// <summary>Wakes those who wait: in this process at once, on other nodes by NOTIFY, which is sent after the commit and at most every 20 ms.</summary>
/// <remarks>A notification in the writing transaction would take a lock on the whole database. One that is lost costs a poll interval and nothing else.</remarks>
internal sealed class WorkSignals : IAsyncDisposable
{
    private static readonly TimeSpan BetweenNotifications = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BeforeListeningAgain = TimeSpan.FromSeconds(1);
    private readonly PostgreSqlDatabase _database;
    private readonly string _channel;
    private readonly string _node = Guid.CreateVersion7().ToString("N");
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<WorkKinds> _announced = Channel.CreateBounded<WorkKinds>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _announcing;
    private readonly Lock _lock = new();
    private readonly Queue _runs = new(), _events = new(), _messages = new();
    private Task? _listening;
    private int _pending;

    internal WorkSignals(PostgreSqlDatabase database)
    {
        _database = database;
        _channel = database.Schema + "_work";
        _announcing = Task.Run(AnnounceAsync);
    }

    /// <summary>Wakes this process.</summary>
    internal void Set(WorkKinds kinds)
    {
        Set(kinds, WorkKinds.Runs, _runs);
        Set(kinds, WorkKinds.Events, _events);
        Set(kinds, WorkKinds.Messages, _messages);
    }

    /// <summary>Wakes the other nodes, soon.</summary>
    internal void Announce(WorkKinds kinds)
    {
        if (kinds is not WorkKinds.None)
        {
            Interlocked.Or(ref _pending, (int)kinds);
            _announced.Writer.TryWrite(kinds);
        }
    }

    /// <summary>Waits for work: a signal of any node, the next due time, or the next look.</summary>
    internal async ValueTask WaitAsync(WorkKinds kind, string table, TimeSpan atMost, CancellationToken cancellationToken)
    {
        Listen();
        var queue = kind switch { WorkKinds.Runs => _runs, WorkKinds.Events => _events, _ => _messages };
        var next = queue.Signal.Next();
        var left = await _database.ReadAsync((connection, ct) => LeftAsync(connection, table, ct), cancellationToken).ConfigureAwait(false);
        var longest = queue.NextPoll(_database.Options.PollInterval);
        longest = atMost < longest ? atMost : longest;
        DateTimeOffset? due = left is { } ticks ? _database.Time.GetUtcNow() + TimeSpan.FromTicks(ticks) : null;
        await WorkSignal.WaitAsync(next, _database.Time, due, longest, cancellationToken).ConfigureAwait(false);
        if (next.IsCompleted || due is not null)
        {
            queue.Idle = 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _announcing.ConfigureAwait(false);
        await (_listening ?? Task.CompletedTask).ConfigureAwait(false);
        _closing.Dispose();
    }

    private static void Set(WorkKinds kinds, WorkKinds kind, Queue queue)
    {
        if (kinds.HasFlag(kind))
        {
            queue.Signal.Set();
        }
    }

    /// <summary>How long it is until the earliest row is due, by the store's clock; null when there is none.</summary>
    private async Task<long?> LeftAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // made of constants and a schema name that was checked
        using var command = new NpgsqlCommand(
            _database.Sql($"SELECT available_at - coalesce($1, aurion.now_ticks()) FROM aurion.{table} WHERE available_at IS NOT NULL ORDER BY available_at LIMIT 1"), connection);
#pragma warning restore CA2100
        command.Parameters.Add(CommandParameters.Of(_database.Now));
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?;
    }

    [SuppressMessage("Design", "CA1031", Justification = "A notification is a courtesy: without it the others find the work when they look next.")]
    private async Task AnnounceAsync()
    {
        try
        {
            while (await _announced.Reader.WaitToReadAsync(_closing.Token).ConfigureAwait(false))
            {
                _announced.Reader.TryRead(out _);
                var kinds = Interlocked.Exchange(ref _pending, 0);
                try
                {
                    await NotifyAsync(kinds, _closing.Token).ConfigureAwait(false);
                }
                catch (Exception) when (!_closing.IsCancellationRequested)
                {
                    // See above.
                }

                await Task.Delay(BetweenNotifications, TimeProvider.System, _closing.Token).ConfigureAwait(false);
            }
        }
        catch (Exception) when (_closing.IsCancellationRequested)
        {
            // The stores are closed.
        }
    }

    private async Task NotifyAsync(int kinds, CancellationToken cancellationToken)
    {
        var connection = await _database.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Nothing is written, so there is nothing that must reach the disk first.
            using var command = new NpgsqlCommand("SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _channel });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Create(CultureInfo.InvariantCulture, $"{_node} {kinds}") });
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Listen()
    {
        lock (_lock)
        {
            _listening ??= Task.Run(ListenAsync);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "While nobody listens, looks at intervals find the work; listening is tried again for as long as the stores are open.")]
    private async Task ListenAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var connection = await _database.Source.OpenConnectionAsync(_closing.Token).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    connection.Notification += (_, notification) => Hear(notification.Payload);
                    using (var listen = new NpgsqlCommand($"LISTEN {_channel}", connection))
                    {
                        await listen.ExecuteNonQueryAsync(_closing.Token).ConfigureAwait(false);
                    }

                    // Whatever was announced while nobody listened.
                    Set(WorkKinds.Runs | WorkKinds.Events | WorkKinds.Messages);
                    while (true)
                    {
                        await connection.WaitAsync(_closing.Token).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception)
            {
                await Task.Delay(BeforeListeningAgain, TimeProvider.System, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Hear(string payload)
    {
        var at = payload.IndexOf(' ', StringComparison.Ordinal);
        if (at > 0 && !payload.AsSpan(0, at).SequenceEqual(_node) && int.TryParse(payload.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var kinds))
        {
            Set((WorkKinds)kinds);
        }
    }

    private sealed class Queue
    {
        private const int LongestIdle = 3;

        internal WorkSignal Signal { get; } = new();

        internal int Idle { get; set; }

        /// <summary>The wait before the next look: an eighth of the interval at first, then twice as long each time that nothing came.</summary>
        internal TimeSpan NextPoll(TimeSpan interval)
        {
            var idle = Idle;
            Idle = Math.Min(LongestIdle, idle + 1);
            return interval / (1 << (LongestIdle - idle));
        }
    }
}
