using System.Collections.Immutable;

namespace Aurion.Engine.Runs;

/// <summary>Folds a run's records into the steps that people look at.</summary>
/// <remarks>Stateless between calls; a store may use it to answer <c>ListStepsAsync</c>.</remarks>
public static class StepProjection
{
    /// <summary>Lists the steps in the order they began.</summary>
    /// <param name="records">The run's records from its first on, in order.</param>
    /// <returns>One row per step.</returns>
    public static IReadOnlyList<StepRow> Fold(IEnumerable<RunRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var rows = new List<StepRow>();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            foreach (var happened in record.Events)
            {
                Apply(rows, positions, happened, record.Input.At);
            }
        }

        return rows;
    }

    /// <summary>Takes a part of the steps.</summary>
    /// <param name="rows">The steps in the order they began.</param>
    /// <param name="after">The id of the last step that was seen; null, or a step that is not there, starts at the beginning.</param>
    /// <param name="limit">The most steps to answer.</param>
    /// <returns>The part.</returns>
    public static ImmutableArray<StepRow> Part(IReadOnlyList<StepRow> rows, string? after, int limit)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var start = 0;
        for (var at = 0; after is not null && at < rows.Count; at++)
        {
            start = rows[at].Id == after ? at + 1 : start;
        }

        return [.. rows.Skip(start).Take(limit)];
    }

    private static void Apply(List<StepRow> rows, Dictionary<string, int> positions, RunEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case RunEvent.NodeEntered entered:
                positions[entered.Key] = rows.Count;
                rows.Add(new StepRow
                {
                    Id = entered.Key,
                    NodeId = entered.NodeId,
                    NodeType = entered.NodeType,
                    Name = entered.Name,
                    Input = entered.Input,
                    Status = StepStatus.Running,
                    StartedAt = at,
                });
                break;
            case RunEvent.NodeWaits waits:
                Change(waits.Key, static (row, _) => row with { Status = StepStatus.Waiting }, waits);
                break;
            case RunEvent.AttemptFailed failed:
                Change(failed.Key, static (row, failed) => row with { Attempt = failed.Attempt + 1, Status = StepStatus.Waiting, Error = failed.Error }, failed);
                break;
            case RunEvent.AttemptStarted started:
                Change(started.Key, static (row, started) => row with { Attempt = started.Attempt, Status = StepStatus.Running }, started);
                break;
            case RunEvent.NodeLeft left:
                Change(left.Key, (row, left) => row with { Status = left.Error is null ? StepStatus.Completed : StepStatus.Failed, Branch = left.Port, Output = left.Output, Error = left.Error, FinishedAt = at }, left);
                break;
            case RunEvent.NodeFailed failed:
                Change(failed.Key, (row, failed) => row with { Status = StepStatus.Failed, Error = failed.Error, FinishedAt = at }, failed);
                break;
            case RunEvent.NodeCancelled cancelled:
                Change(cancelled.Key, (row, _) => row with { Status = StepStatus.Cancelled, FinishedAt = at }, cancelled);
                break;
        }

        void Change<TEvent>(string key, Func<StepRow, TEvent, StepRow> change, TEvent happened)
        {
            if (positions.TryGetValue(key, out var position))
            {
                rows[position] = change(rows[position], happened);
            }
        }
    }
}
