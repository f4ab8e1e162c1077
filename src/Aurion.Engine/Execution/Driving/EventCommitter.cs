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
    public ValueTask SaveAsync(EventWork work, bool keepLease, ImmutableArray<RuleLogEntry> log, CancellationToken cancellationToken) =>
        SaveAsync(work, new EventDraft(work.State, [], [], log), keepLease, cancellationToken);

    /// <summary>Commits where the event stands, and what it says to others.</summary>
    /// <exception cref="EventLostException">Another worker has it.</exception>
    public async ValueTask SaveAsync(EventWork work, EventDraft draft, bool keepLease, CancellationToken cancellationToken)
    {
        if (!await TrySaveAsync(work, draft, keepLease, cancellationToken).ConfigureAwait(false))
        {
            throw new EventLostException(draft.State.EventId);
        }
    }

    /// <summary>Commits a decision.</summary>
    /// <returns>False when another event holds one of its once-keys by now: then nothing is written.</returns>
    /// <exception cref="EventLostException">Another worker has it.</exception>
    public async ValueTask<bool> TrySaveAsync(EventWork work, EventDraft draft, bool keepLease, CancellationToken cancellationToken)
    {
        var keptAt = time.GetTimestamp();
        var state = draft.State;
        var result = (await SendAsync([CommitOf(draft, keepLease)], cancellationToken).ConfigureAwait(false))[0];
        if (result.Status is CommitStatus.Duplicate)
        {
            return false;
        }

        if (!result.IsDurable)
        {
            throw new EventLostException(state.EventId);
        }

        work.State = state with { Revision = state.Revision + 1 };
        work.KeptAt = keptAt;
        return true;
    }

    /// <summary>Accepts events with what was decided about them, in one flush.</summary>
    /// <returns>One answer for each, in order; an event that is accepted now is at revision 1.</returns>
    public ValueTask<ImmutableArray<CommitResult>> AcceptAsync(ImmutableArray<EventDraft> drafts, CancellationToken cancellationToken) =>
        SendAsync([.. drafts.Select(draft => CommitOf(draft, draft.State.Stage is not EventStage.Finished))], cancellationToken);

    private EventCommit CommitOf(EventDraft draft, bool keepLease) => new()
    {
        Tenant = draft.State.Event.Tenant,
        EventId = draft.State.EventId,
        CommitId = Guid.NewGuid(),
        ExpectedRevision = draft.State.Revision,
        Event = draft.State.Event,
        AcceptedAt = draft.State.AcceptedAt,
        Stage = draft.State.Stage,
        Patch = draft.State.Patch,
        Verdicts = draft.State.Verdicts,
        Actions = draft.State.Actions,
        Plan = draft.State.Plan,
        Once = draft.Once,
        Log = draft.Log,
        Messages = draft.Messages,
        KeepLeaseFor = keepLease ? settings.Worker : null,
        Lease = settings.Lease,
    };

    private async ValueTask<ImmutableArray<CommitResult>> SendAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await events.CommitAsync(commits, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && attempt < settings.CommitAttempts)
            {
                logger.EventCommitUnknown(exception, commits[0].EventId, attempt);
            }

            if (settings.CommitRetryDelay > TimeSpan.Zero)
            {
                await Task.Delay(settings.CommitRetryDelay * (1 << (attempt - 1)), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
