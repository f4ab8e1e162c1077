using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Accepts events and drives them: decided in one commit, then applied, performed and finished.</summary>
/// <remarks>What the request that fired an event does not see through, goes on in the background; what a crash leaves, a worker finishes.</remarks>
internal sealed class EventDriver(
    EventIntake intake,
    EventStages stages,
    EventCommitter committer,
    DriverSettings settings,
    TimeProvider time,
    ILogger<EventDriver> logger) : IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<EventWork, Task> _background = new();
    private int _disposed;

    /// <summary>Accepts an event and waits for its end, for a while.</summary>
    public async ValueTask<FiredEvent> FireAsync(AutomationEvent automationEvent, FireOptions? options, CancellationToken cancellationToken)
    {
        EventIntake.Validate(automationEvent);
        var taken = await intake.AcceptAsync(automationEvent, options, cancellationToken).ConfigureAwait(false);
        return taken.Work is { } work ? await GoOnAsync(work, cancellationToken).ConfigureAwait(false) : AnswerOf(taken.Before!);
    }

    /// <summary>Accepts an event and lets it go on in the background.</summary>
    public async ValueTask BeginAsync(AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        if ((await intake.AcceptAsync(automationEvent, null, cancellationToken).ConfigureAwait(false)).Work is { State.Stage: not EventStage.Finished } work)
        {
            _ = Start(work);
        }
    }

    /// <summary>Drives an event that was accepted here and waits for its end, for a while.</summary>
    public async ValueTask<FiredEvent> GoOnAsync(EventWork work, CancellationToken cancellationToken)
    {
        if (work.State.Stage is not EventStage.Finished)
        {
            await WaitAsync(Start(work), cancellationToken).ConfigureAwait(false);
        }

        return AnswerOf(work.State);
    }

    /// <summary>Tells what became of an event so far.</summary>
    public static FiredEvent AnswerOf(StoredEvent state) => RuleOutcome.Answer(state.EventId, state.Event, state.Verdicts, state.Actions);

    /// <summary>Finishes an event that a worker has claimed.</summary>
    /// <param name="claimed">The event as the claim answered it.</param>
    /// <param name="cancellationToken">Stops; the event goes on once its lease is over.</param>
    public async ValueTask FinishAsync(StoredEvent claimed, CancellationToken cancellationToken)
    {
        var work = new EventWork(claimed) { KeptAt = time.GetTimestamp() };
        try
        {
            if (claimed.Claims > settings.MaxClaims)
            {
                logger.EventGivenUp(claimed.EventId, claimed.Claims);
                await stages.GiveUpAsync(work, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await stages.RunAsync(work, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (EventLostException)
        {
            logger.EventLost(claimed.EventId);
        }
    }

    /// <summary>Waits until nothing runs in the background.</summary>
    public async Task WhenIdleAsync()
    {
        while (!_background.IsEmpty)
        {
            await Task.WhenAll(_background.Values).ConfigureAwait(false);
        }
    }

    /// <summary>Stops what runs in the background and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_background.Values).ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Stops what runs in the background without waiting: leases end by themselves.</summary>
    public void Dispose() => _stopping.Cancel();

    private Task Start(EventWork work)
    {
        // On another thread: a handler that blocks its thread must not keep the answer waiting.
        var task = Task.Run(() => DriveAsync(work), CancellationToken.None);
        _background[work] = task;
        _ = task.ContinueWith(
            (_, key) => _background.TryRemove((EventWork)key!, out Task? _), work, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    private async ValueTask WaitAsync(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(settings.AnswerWithin, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The rest is answered as queued and goes on.
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The event is accepted: whatever breaks now is logged, and a worker goes on when the lease is over.")]
    private async Task DriveAsync(EventWork work)
    {
        try
        {
            await stages.RunAsync(work, _stopping.Token).ConfigureAwait(false);
        }
        catch (EventLostException)
        {
            logger.EventLost(work.State.EventId);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            await ReleaseAsync(work).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.EventFailed(exception, work.State.EventId);
        }
    }

    /// <summary>Records what is done and lets another worker go on at once.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Best effort while stopping: without it the lease ends by itself.")]
    private async ValueTask ReleaseAsync(EventWork work)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        try
        {
            await committer.SaveAsync(work, keepLease: false, log: [], patience.Token).ConfigureAwait(false);
        }
        catch (EventLostException)
        {
            logger.EventLost(work.State.EventId);
        }
        catch (Exception exception)
        {
            logger.EventFailed(exception, work.State.EventId);
        }
    }
}
