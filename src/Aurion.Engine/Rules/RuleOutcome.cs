using System.Collections.Immutable;

namespace Aurion.Engine.Rules;

/// <summary>Puts verdicts and actions of an event together: the answer, and the log.</summary>
internal static class RuleOutcome
{
    /// <summary>Makes the answer: one entry for each rule that was looked at.</summary>
    public static FiredEvent Answer(string eventId, AutomationEvent automationEvent, ImmutableArray<RuleVerdict> verdicts, ImmutableArray<ActionEntry> actions)
    {
        var executed = ImmutableArray.CreateBuilder<RuleExecution>(verdicts.Length);
        var at = 0;
        foreach (var verdict in verdicts)
        {
            var own = Take(actions, ref at, verdict);
            executed.Add(new RuleExecution
            {
                RuleId = verdict.RuleId,
                Matched = verdict.Matched,
                Success = verdict.IsRun && own.All(static action => action.Status is ActionEntryStatus.Ok),
                Actions = own,
                ErrorMessage = verdict.Error ?? SumUp(own),
            });
        }

        return new FiredEvent
        {
            EventId = eventId,
            EventType = automationEvent.Type,
            ConversationId = automationEvent.ConversationId,
            Executed = executed.MoveToImmutable(),
        };
    }

    /// <summary>Makes the log: one entry for each rule that matched, run or not, or could not be judged.</summary>
    /// <param name="automationEvent">The event.</param>
    /// <param name="verdicts">What the pass found.</param>
    /// <param name="actions">The actions, all tried.</param>
    /// <param name="at">When.</param>
    /// <param name="nextId">Makes the id of an entry.</param>
    public static ImmutableArray<RuleLogEntry> Log(
        AutomationEvent automationEvent,
        ImmutableArray<RuleVerdict> verdicts,
        ImmutableArray<ActionEntry> actions,
        DateTimeOffset at,
        Func<string> nextId)
    {
        var log = ImmutableArray.CreateBuilder<RuleLogEntry>();
        var from = 0;
        foreach (var verdict in verdicts)
        {
            var own = Take(actions, ref from, verdict);
            if (!verdict.Matched && verdict.Error is null)
            {
                continue;
            }

            var ok = own.Count(static action => action.Status is ActionEntryStatus.Ok);
            log.Add(new RuleLogEntry
            {
                Id = nextId(),
                RuleId = verdict.RuleId,
                RuleName = verdict.RuleName,
                EventType = automationEvent.Type,
                ConversationId = automationEvent.ConversationId,
                Status = verdict.Cut is { } cut ? cut
                    : !verdict.Matched ? RuleLogStatus.ConditionError
                    : ok == own.Length ? RuleLogStatus.Success
                    : ok > 0 ? RuleLogStatus.Partial
                    : RuleLogStatus.Failed,
                ActionsExecuted = ok,
                ExecutedAt = at,
                Error = verdict.Error ?? SumUp(own),
            });
        }

        return log.DrainToImmutable();
    }

    /// <summary>The actions of one rule lie together, in the order of the verdicts.</summary>
    private static ImmutableArray<ActionEntry> Take(ImmutableArray<ActionEntry> actions, ref int at, RuleVerdict verdict)
    {
        var from = at;
        while (at < actions.Length && string.Equals(actions[at].RuleId, verdict.RuleId, StringComparison.Ordinal))
        {
            at++;
        }

        return actions[from..at];
    }

    private static string? SumUp(ImmutableArray<ActionEntry> actions)
    {
        var failed = actions.Where(static action => action.Status is ActionEntryStatus.Failed).Select(static action => $"{action.Type}: {action.Error}").ToList();
        return failed.Count == 0 ? null : string.Join(" ", failed);
    }
}
