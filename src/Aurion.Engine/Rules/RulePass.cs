using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules.Indexing;

namespace Aurion.Engine.Rules;

/// <summary>Runs a tenant's rules over one event: one pass, in order, over a working copy.</summary>
/// <remarks>
/// Pure: no clock, no I/O, no state; the same input gives the same decision. A rule sees the field changes of the rules
/// before it; <c>changed</c> and its family compare with the values at the event's start. Only conditions that are true
/// match: one that cannot be judged is an error in its rule's verdict, and later rules go on.
/// </remarks>
public static class RulePass
{
    /// <summary>Decides.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="eventId">The event's id, the beginning of each action's key.</param>
    /// <param name="automationEvent">The event.</param>
    /// <param name="conversation">The conversation as read now; null when none is known: then the changes stay on the payload's copy.</param>
    /// <param name="now">The time that conditions go by.</param>
    /// <param name="zone">The zone for dates without an offset; null is UTC.</param>
    /// <returns>Verdicts, actions and field changes.</returns>
    public static RuleDecision Decide(
        RuleSet rules, string eventId, AutomationEvent automationEvent, Conversation? conversation, DateTimeOffset now, TimeZoneInfo? zone = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(eventId);
        ArgumentNullException.ThrowIfNull(automationEvent);
        var trace = default(NoRuleTrace);
        return Decide(rules, eventId, automationEvent, conversation, now, zone, ref trace);
    }

    /// <summary>Decides, where some of the rules may not run.</summary>
    internal static RuleDecision Decide(
        RuleSet rules, string eventId, AutomationEvent automationEvent, Conversation? conversation, DateTimeOffset now, TimeZoneInfo? zone, PassGate? gate)
    {
        var trace = default(NoRuleTrace);
        return Decide(rules, eventId, automationEvent, conversation, now, zone, ref trace, gate);
    }

    /// <summary>Decides while a trace looks on: one that sees all has each rule judged by its conditions, none by the index.</summary>
    internal static RuleDecision Decide<TTrace>(
        RuleSet rules,
        string eventId,
        AutomationEvent automationEvent,
        Conversation? conversation,
        DateTimeOffset now,
        TimeZoneInfo? zone,
        ref TTrace trace,
        PassGate? gate = null)
        where TTrace : struct, IRuleTrace
    {
        var index = rules.For(automationEvent.Type);
        if (index.Count == 0 && !TTrace.SeesAll)
        {
            return Nothing;
        }

        var payload = automationEvent.Payload;
        var copy = new WorkingCopy(payload, conversation?.Fields);
        var context = new ConditionContext(copy, now, zone);
        var found = ImmutableArray.CreateBuilder<RuleVerdict>();
        var positions = new List<int>();
        var lookedAt = index.Count;
        var actions = ImmutableArray.CreateBuilder<ActionEntry>();
        var warnings = new List<string>();
        var matcher = RuleMatcher.Rent(index, usesIndex: !TTrace.SeesAll);
        try
        {
            matcher.Read(payload.Utf8.Span);
            while (matcher.TryNext(out var position))
            {
                var candidate = index.At(position);
                if (candidate.NeedsCheck || matcher.IsUnreadable)
                {
                    var truth = candidate.Compiled.Conditions.Root.Evaluate(context, ref trace);
                    trace.Judged(candidate.Compiled, context, copy);
                    if (truth is Truth.Unknown)
                    {
                        found.Add(candidate.NotMatched with { Error = ErrorOf(candidate.Compiled, context) });
                        positions.Add(position);
                    }

                    if (truth is not Truth.True)
                    {
                        continue;
                    }
                }

                if (gate is not null)
                {
                    if (!gate.Admits(candidate.Rule))
                    {
                        continue;
                    }

                    if (gate.CutOf(candidate.Rule) is { } cut)
                    {
                        if (cut.Status is not RuleLogStatus.LoopStopped || WouldAct(candidate.Compiled, eventId, copy))
                        {
                            found.Add(candidate.Matched with { Error = cut.Reason, Cut = cut.Status });
                            positions.Add(position);
                        }

                        continue;
                    }
                }

                found.Add(candidate.Matched);
                positions.Add(position);
                var first = actions.Count;
                var stops = Act(candidate.Compiled, eventId, copy, actions, warnings);
                trace.Acted(copy, actions, first, stops);
                if (stops)
                {
                    lookedAt = index.RankOf(position) + 1;
                    break;
                }

                if (!ReferenceEquals(payload, copy.Payload))
                {
                    payload = copy.Payload;
                    matcher.Refresh(payload.Utf8.Span);
                }
            }

            while (TTrace.SeesAll && matcher.TryNext(out var position))
            {
                var behind = index.At(position).Compiled; // behind the rule that stopped the processing
                behind.Conditions.Root.Evaluate(context, ref trace);
                trace.Judged(behind, context, copy);
            }

            trace.End(context, copy);
        }
        finally
        {
            matcher.Return(payload.Utf8.Length);
        }

        var verdicts = found.DrainToImmutable();
        return DecisionOf(verdicts, actions, copy, warnings) with { LookedAt = new LookedAtRules(index, lookedAt, verdicts, [.. positions]) };
    }

    /// <summary>Decides about time rules that are due for a conversation: the same pass, without an index.</summary>
    internal static RuleDecision DecideDue(
        ImmutableArray<CompiledRule> due, string eventId, AutomationEvent automationEvent, Conversation? conversation, DateTimeOffset now, TimeZoneInfo? zone)
    {
        var copy = new WorkingCopy(automationEvent.Payload, conversation?.Fields);
        var context = new ConditionContext(copy, now, zone);
        var verdicts = ImmutableArray.CreateBuilder<RuleVerdict>(due.Length);
        var actions = ImmutableArray.CreateBuilder<ActionEntry>();
        var warnings = new List<string>();
        foreach (var candidate in due)
        {
            var truth = candidate.Conditions.Evaluate(context);
            var error = truth is Truth.Unknown ? ErrorOf(candidate, context) : null;
            verdicts.Add(new RuleVerdict(candidate.Rule.Id, candidate.Rule.Name, truth is Truth.True, error));
            if (truth is Truth.True && Act(candidate, eventId, copy, actions, warnings))
            {
                break;
            }
        }

        var all = verdicts.DrainToImmutable();
        return DecisionOf([.. all.Where(static verdict => verdict.Matched || verdict.Error is not null)], actions, copy, warnings) with { Verdicts = all };
    }

    private static RuleDecision DecisionOf(
        ImmutableArray<RuleVerdict> found, ImmutableArray<ActionEntry>.Builder actions, WorkingCopy copy, List<string> warnings) => new()
        {
            Found = found,
            Actions = actions.DrainToImmutable(),
            Changes = copy.Changes,
            Warnings = [.. warnings],
            ConversationAfter = copy.Conversation,
        };

    private static string ErrorOf(CompiledRule rule, in ConditionContext context) =>
        rule.Conditions.FindError(context)?.ToString() ?? "The conditions cannot be judged.";

    /// <summary>Whether a rule would do or change anything: one that finds everything done already goes round in no loop.</summary>
    private static bool WouldAct(CompiledRule candidate, string eventId, WorkingCopy copy)
    {
        var actions = ImmutableArray.CreateBuilder<ActionEntry>();
        Act(candidate, eventId, new WorkingCopy(copy.Payload, copy.Conversation), actions, []);
        return actions.Any(static entry => entry.IsOutward || (!entry.IsNoop && entry.Type is not BuiltInActions.StopProcessing));
    }

    private static readonly RuleDecision Nothing = new();

    /// <summary>Does a matched rule's actions.</summary>
    /// <returns>Whether no later rule is looked at.</returns>
    private static bool Act(
        CompiledRule candidate, string eventId, WorkingCopy copy, ImmutableArray<ActionEntry>.Builder actions, List<string> warnings)
    {
        var rule = candidate.Rule;
        var stops = rule.StopProcessing;
        var skipRest = false;
        for (var index = 0; index < candidate.Actions.Length; index++)
        {
            var action = candidate.Actions[index];
            var parameters = action.Resolve(copy, skipRest ? [] : warnings, out var unfilled);
            var status = action.IsFieldAction ? ActionEntryStatus.Ok : ActionEntryStatus.Queued;
            string? error = null;
            var isNoop = false;
            if (skipRest)
            {
                status = ActionEntryStatus.Skipped;
            }
            else if (unfilled is not null)
            {
                error = unfilled;
            }
            else if (action.IsFieldAction)
            {
                var outcome = FieldActions.Apply(copy, action.Action.Type, parameters.Element);
                error = outcome.Status is FieldActionStatus.Failed ? outcome.Error ?? "The action failed." : null;
                isNoop = outcome.Status is FieldActionStatus.Unchanged;
                stops |= action.Stops;
            }

            var entry = new ActionEntry
            {
                Key = action.KeyOf(eventId, rule.Id, index),
                RuleId = rule.Id,
                Type = action.Action.Type,
                Definition = action.Action.Definition,
                Parameters = parameters,
                IsOutward = !action.IsFieldAction,
                FailureEndsRule = rule.OnError is OnActionError.Fail,
                Status = error is null ? status : ActionEntryStatus.Failed,
                IsNoop = isNoop,
                Error = error,
            };
            skipRest |= error is not null && entry.FailureEndsRule;
            actions.Add(entry);
        }

        return stops;
    }
}
