using System.Collections.Immutable;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Commits the progress of events, again under the same id while the outcome is unknown.</summary>
internal sealed class EventCommitter(IEventStore events, DriverSettings settings, TimeProvider time, ILogger<EventCommitter> logger)
{
    /// <summary>Commits where the event stands.</summary>
    /// <param name="work">The event; its revision is raised.</param>
    /// <param name="keepLease">Whether this worker goes on with it.</param>
    /// <param name="log">What to append to the log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EventLostException">Another worker has it.</exception>
    public async ValueTask SaveAsync(EventWork work, bool keepLease, ImmutableArray<RuleLogEntry> log, CancellationToken cancellationToken)
    {
        var keptAt = time.GetTimestamp();
        var state = work.State;
        var result = await SendAsync(CommitOf(state, keepLease, log, []), cancellationToken).ConfigureAwait(false);
        if (!result.IsDurable)
        {
            throw new EventLostException(state.EventId);
        }

        work.State = work.State with { Revision = state.Revision + 1 };
        work.KeptAt = keptAt;
    }

    /// <summary>Accepts an event with what was decided about it.</summary>
    /// <returns>Whether it is accepted now; false when an event of that id was accepted before.</returns>
    public async ValueTask<bool> AcceptAsync(
        EventWork work, ImmutableArray<RuleLogEntry> log, ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        work.KeptAt = time.GetTimestamp();
        var state = work.State;
        var result = await SendAsync(CommitOf(state, state.Stage is not EventStage.Finished, log, messages), cancellationToken).ConfigureAwait(false);
        work.State = state with { Revision = 1 };
        return result.IsDurable;
    }

    private EventCommit CommitOf(StoredEvent state, bool keepLease, ImmutableArray<RuleLogEntry> log, ImmutableArray<Message> messages) => new()
    {
        Tenant = state.Event.Tenant,
        EventId = state.EventId,
        CommitId = Guid.NewGuid(),
        ExpectedRevision = state.Revision,
        Event = state.Event,
        AcceptedAt = state.AcceptedAt,
        Stage = state.Stage,
        Patch = state.Patch,
        Verdicts = state.Verdicts,
        Actions = state.Actions,
        Log = log,
        Messages = messages,
        KeepLeaseFor = keepLease ? settings.Worker : null,
        Lease = settings.Lease,
    };

    private async ValueTask<CommitResult> SendAsync(EventCommit commit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await events.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0];
            }
            catch (Exception exception) when (exception is not OperationCanceledException && attempt < settings.CommitAttempts)
            {
                logger.EventCommitUnknown(exception, commit.EventId, attempt);
            }

            if (settings.CommitRetryDelay > TimeSpan.Zero)
            {
                await Task.Delay(settings.CommitRetryDelay * (1 << (attempt - 1)), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
