using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Accepts events and drives them: decided in one commit, then applied, performed and finished.</summary>
/// <remarks>What the request that fired an event does not see through, goes on in the background; what a crash leaves, a worker finishes.</remarks>
internal sealed class EventDriver(
    IEventStore events,
    EventDecider decider,
    EventStages stages,
    EventCommitter committer,
    TriggerIndex triggers,
    IdSource ids,
    DriverSettings settings,
    TimeProvider time,
    ILogger<EventDriver> logger) : IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<EventWork, Task> _background = new();
    private int _disposed;

    /// <summary>Accepts an event and waits for its end, for a while.</summary>
    public async ValueTask<FiredEvent> FireAsync(AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        Validate(automationEvent);
        var eventId = automationEvent.Id ?? ids.Next("evt");
        var now = time.GetUtcNow();
        var state = new StoredEvent
        {
            Event = automationEvent with { Id = eventId },
            EventId = eventId,
            Revision = 0,
            AcceptedAt = now,
            Stage = EventStage.Accepted,
        };
        var conversation = await decider.FindConversationAsync(automationEvent, cancellationToken).ConfigureAwait(false);
        state = await decider.DecideAsync(state, conversation, cancellationToken).ConfigureAwait(false);
        var messages = await triggers.MessagesForAsync(state.Event, eventId, now, cancellationToken).ConfigureAwait(false);
        var isDone = EventStages.IsDone(state);
        var work = new EventWork(isDone ? state with { Stage = EventStage.Finished } : state);
        ImmutableArray<RuleLogEntry> log = isDone ? stages.LogOf(state) : [];
        if (!await committer.AcceptAsync(work, log, messages, cancellationToken).ConfigureAwait(false))
        {
            var known = await events.FindAsync(automationEvent.Tenant, eventId, cancellationToken).ConfigureAwait(false)
                ?? throw new AurionEngineException($"The store refuses the event '{eventId}' as known, but does not know it.");
            return AnswerOf(known);
        }

        if (!isDone)
        {
            await WaitAsync(Start(work), cancellationToken).ConfigureAwait(false);
        }

        return AnswerOf(work.State);
    }

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

    private static FiredEvent AnswerOf(StoredEvent state) => RuleOutcome.Answer(state.EventId, state.Event, state.Verdicts, state.Actions);

    private static void Validate(AutomationEvent automationEvent)
    {
        var faults = ImmutableArray.CreateBuilder<Fault>();
        if (string.IsNullOrWhiteSpace(automationEvent.Type))
        {
            faults.Add(FaultOf("event_type", "string_too_short", "The type of an event should not be blank"));
        }
        else if (automationEvent.Type.EnumerateRunes().Count() > RuleJson.MaxNameLength)
        {
            faults.Add(FaultOf("event_type", "string_too_long", $"String should have at most {RuleJson.MaxNameLength} characters"));
        }

        if (automationEvent.Payload.Element.ValueKind is not JsonValueKind.Object)
        {
            faults.Add(FaultOf("payload", "dict_type", "Input should be a valid dictionary") with { Input = automationEvent.Payload });
        }

        if (faults.Count > 0)
        {
            throw new InvalidDefinitionException(faults.DrainToImmutable());
        }
    }

    private static Fault FaultOf(string member, string type, string message) => new() { Path = FaultPath.Root.Member(member), Type = type, Message = message };

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
            await committer.SaveAsync(work, keepLease: false, [], patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.EventFailed(exception, work.State.EventId);
        }
    }
}
