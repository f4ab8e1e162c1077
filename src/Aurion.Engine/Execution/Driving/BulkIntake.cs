using System.Runtime.CompilerServices;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Takes many events in: one for each conversation, a batch of them in one flush.</summary>
internal sealed class BulkIntake(EventIntake intake, EventCommitter committer, EventDriver driver, IEventStore events, TimeProvider time)
{
    private const int BatchSize = 100;
    private const int AtOnce = 8;

    /// <summary>Takes events in, batch after batch.</summary>
    public async IAsyncEnumerable<BulkResult> AcceptAsync(
        IReadOnlyList<AutomationEvent> given, BulkMode mode, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var valid = new List<(AutomationEvent Event, int Index)>(given.Count);
        for (var index = 0; index < given.Count; index++)
        {
            if (EventIntake.FaultsOf(given[index]) is { IsEmpty: false } faults)
            {
                yield return new BulkResult { Index = index, Status = BulkStatus.Refused, Faults = faults };
            }
            else
            {
                valid.Add((given[index], index));
            }
        }

        for (var attempt = 1; valid.Count > 0; attempt++)
        {
            var again = new List<(AutomationEvent Event, int Index)>();
            foreach (var batch in MergedEvent.Of(valid).Chunk(BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var answers = await AcceptAsync(batch, mode, isFirst: attempt == 1, cancellationToken).ConfigureAwait(false);
                for (var at = 0; at < batch.Length; at++)
                {
                    if (answers[at] is not { } answer)
                    {
                        again.AddRange(batch[at].Indexes.Select(index => (given[index], index)));
                        continue;
                    }

                    foreach (var index in batch[at].Indexes)
                    {
                        yield return new BulkResult { Index = index, Status = answer.Status, Fired = answer.Fired };
                    }
                }
            }

            // Some of what was merged was known: each of these is looked for by itself, and the rest is merged anew.
            valid.Clear();
            foreach (var item in again)
            {
                if (await FindKnownAsync(item.Event, cancellationToken).ConfigureAwait(false) is { } known)
                {
                    yield return new BulkResult { Index = item.Index, Status = BulkStatus.Known, Fired = EventDriver.AnswerOf(known) };
                }
                else
                {
                    valid.Add(item);
                }
            }
        }
    }

    /// <summary>Takes one batch in.</summary>
    /// <returns>An answer for each; null for one that is to be taken apart, because a part of it is known.</returns>
    private async ValueTask<(BulkStatus Status, FiredEvent Fired)?[]> AcceptAsync(
        MergedEvent[] batch, BulkMode mode, bool isFirst, CancellationToken cancellationToken)
    {
        var states = Array.ConvertAll(batch, merged => intake.Begin(merged.Event));
        var answers = new (BulkStatus Status, FiredEvent Fired)?[batch.Length];
        var works = new EventWork?[batch.Length];
        var left = new List<int>();
        for (var at = 0; at < batch.Length; at++)
        {
            if (!isFirst || !await HasKnownPartAsync(batch[at], cancellationToken).ConfigureAwait(false))
            {
                left.Add(at);
            }
        }

        for (var attempt = 1; left.Count > 0; attempt++)
        {
            if (attempt > EventStages.MaxRefusals)
            {
                throw EventStages.RefusedTooOften(states[left[0]].EventId);
            }

            var drafts = new EventDraft[left.Count];
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, left.Count, options, async (at, stop) =>
                drafts[at] = await DraftAsync(states[left[at]], batch[left[at]], mode, stop).ConfigureAwait(false)).ConfigureAwait(false);
            var keptAt = time.GetTimestamp();
            var results = await committer.AcceptAsync([.. drafts], cancellationToken).ConfigureAwait(false);
            var again = new List<int>();
            for (var at = 0; at < left.Count; at++)
            {
                if (results[at].IsDurable)
                {
                    works[left[at]] = new EventWork(drafts[at].State with { Revision = 1 }) { KeptAt = keptAt };
                }
                else if (await FindKnownAsync(batch[left[at]].Event, cancellationToken).ConfigureAwait(false) is { } known)
                {
                    answers[left[at]] = batch[left[at]].Indexes.Length == 1 ? (BulkStatus.Known, EventDriver.AnswerOf(known)) : null;
                }
                else if (await HasKnownPartAsync(batch[left[at]], cancellationToken).ConfigureAwait(false))
                {
                    answers[left[at]] = null;
                }
                else
                {
                    again.Add(left[at]); // another event took a key of a rule's limit first
                }
            }

            left = again;
        }

        // Accepted is accepted: what runs now is not cut short by the one who waits for it.
        await Parallel.ForAsync(0, batch.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = CancellationToken.None }, async (at, _) =>
        {
            if (works[at] is { } work)
            {
                answers[at] = (BulkStatus.Accepted, await driver.GoOnAsync(work, CancellationToken.None).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
        return answers;
    }

    private async ValueTask<EventDraft> DraftAsync(StoredEvent state, MergedEvent merged, BulkMode mode, CancellationToken cancellationToken)
    {
        var draft = mode is BulkMode.Run
            ? await intake.DraftAsync(state, cancellationToken).ConfigureAwait(false)
            : new EventDraft(state with { Stage = EventStage.Finished }, [], [], []);
        return draft with { Once = [.. EventIntake.PartKeys(merged), .. draft.Once] };
    }

    /// <summary>Whether one of several events was accepted before; of a single one the commit itself tells.</summary>
    private async ValueTask<bool> HasKnownPartAsync(MergedEvent merged, CancellationToken cancellationToken)
    {
        foreach (var id in merged.OtherIds.IsEmpty ? [] : merged.OtherIds.Insert(0, merged.Event.Id!))
        {
            if (await FindKnownAsync(merged.Event with { Id = id }, cancellationToken).ConfigureAwait(false) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds what was accepted under the id of an event, by itself or as a part of another; null when nothing was.</summary>
    private async ValueTask<StoredEvent?> FindKnownAsync(AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        if (automationEvent.Id is not { } id)
        {
            return null;
        }

        return await events.FindAsync(automationEvent.Tenant, id, cancellationToken).ConfigureAwait(false)
            ?? await intake.FindWholeAsync(automationEvent.Tenant, id, cancellationToken).ConfigureAwait(false);
    }
}
