using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine;

/// <summary>Does the work that is due: drives runs, finishes events, delivers messages. <c>AddWorkers</c> calls it for ever; a host without hosted services calls it by hand.</summary>
/// <remarks>Safe for concurrent use. A store that fails is its own exception; what was claimed by then goes on once its lease is over.</remarks>
public sealed class EngineWorker
{
    private readonly RunDispatcher _runs;
    private readonly EventDriver _events;
    private readonly OutboxDispatcher _outbox;
    private readonly IRunQueue _queue;
    private readonly IEventStore _eventStore;
    private readonly IMessageStore _messages;
    private readonly DriverSettings _settings;
    private readonly ILogger _logger;

    internal EngineWorker(
        RunDispatcher runs,
        EventDriver events,
        OutboxDispatcher outbox,
        IRunQueue queue,
        IEventStore eventStore,
        IMessageStore messages,
        DriverSettings settings,
        ILogger<EngineWorker> logger)
    {
        (_runs, _events, _outbox, _queue) = (runs, events, outbox, queue);
        (_eventStore, _messages, _settings, _logger) = (eventStore, messages, settings, logger);
    }

    /// <summary>Does everything that is due now, once: waits until the runs that it drove wait themselves or have ended.</summary>
    /// <param name="cancellationToken">Gives up waiting; what has begun goes on.</param>
    /// <returns>The number of runs, events and messages that were taken; 0 says that nothing was due.</returns>
    public async ValueTask<int> WorkOnceAsync(CancellationToken cancellationToken)
    {
        var events = await FinishEventsAsync(cancellationToken).ConfigureAwait(false);
        var messages = await DeliverMessagesAsync(cancellationToken).ConfigureAwait(false);
        var runs = await ClaimRunsAsync(cancellationToken).ConfigureAwait(false);
        await WhenIdleAsync(cancellationToken).ConfigureAwait(false);
        return events + messages + runs;
    }

    /// <summary>Claims due runs, as many as there is room for, and begins to drive them in the background.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The number of runs.</returns>
    public ValueTask<int> ClaimRunsAsync(CancellationToken cancellationToken) => _runs.ClaimAsync(cancellationToken);

    /// <summary>Claims events that a crash or a slow action left unfinished, and finishes them.</summary>
    /// <param name="cancellationToken">Stops; the events go on once their leases are over.</param>
    /// <returns>The number of events.</returns>
    public async ValueTask<int> FinishEventsAsync(CancellationToken cancellationToken)
    {
        var claimed = await _eventStore.ClaimAsync(new ClaimRequest { Worker = _settings.Worker, Lease = _settings.Lease }, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(claimed.Select(stored => FinishAsync(stored, cancellationToken))).ConfigureAwait(false);
        return claimed.Length;
    }

    /// <summary>Claims due messages and delivers them.</summary>
    /// <param name="cancellationToken">Stops; the messages are delivered again once their leases are over.</param>
    /// <returns>The number of messages.</returns>
    public ValueTask<int> DeliverMessagesAsync(CancellationToken cancellationToken) => _outbox.DeliverAsync(cancellationToken);

    /// <summary>Waits until there may be runs to claim and room for one. May return for nothing.</summary>
    /// <param name="atMost">The longest wait for runs.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is worth claiming.</returns>
    public async ValueTask WaitForRunsAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        await _queue.WaitAsync(atMost, cancellationToken).ConfigureAwait(false);
        await _runs.WhenFreeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until there may be events to finish. May return for nothing.</summary>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is worth claiming.</returns>
    public ValueTask WaitForEventsAsync(TimeSpan atMost, CancellationToken cancellationToken) => _eventStore.WaitAsync(atMost, cancellationToken);

    /// <summary>Waits until there may be messages to deliver. May return for nothing.</summary>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is worth claiming.</returns>
    public ValueTask WaitForMessagesAsync(TimeSpan atMost, CancellationToken cancellationToken) => _messages.WaitAsync(atMost, cancellationToken);

    /// <summary>Waits until no run is driven here.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when all runs wait or have ended.</returns>
    public Task WhenIdleAsync(CancellationToken cancellationToken) => _runs.WhenIdleAsync(cancellationToken);

    /// <summary>Takes no more runs, cancels the handlers at work and waits for them. There is no way back.</summary>
    /// <param name="cancellationToken">Leaves without waiting any longer: leases end by themselves.</param>
    /// <returns>A task that ends when nothing is driven any more.</returns>
    public Task StopAsync(CancellationToken cancellationToken) => _runs.StopAsync(cancellationToken);

    [SuppressMessage("Design", "CA1031", Justification = "An event that can't be finished must not take others with it; its lease ends and it is claimed again, so many times.")]
    private async Task FinishAsync(StoredEvent stored, CancellationToken cancellationToken)
    {
        try
        {
            await _events.FinishAsync(stored, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.EventFailed(exception, stored.EventId);
        }
    }
}
