using System.Collections.Immutable;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Rules;

/// <summary>Makes a pass with a trace, and says of every rule what becomes of it and why.</summary>
internal static class RuleExplainer
{
    private const string NotRun = "Not run: ";

    /// <summary>Explains what a set of rules would do about an event. Changes nothing.</summary>
    public static EventExplanation Explain(
        RuleSet rules,
        string eventId,
        AutomationEvent automationEvent,
        Conversation? conversation,
        DateTimeOffset now,
        TimeZoneInfo? zone,
        PassGate? gate = null)
    {
        var trace = new RuleTrace(rules);
        var decision = RulePass.Decide(rules, eventId, automationEvent, conversation, now, zone, ref trace, gate);
        var verdicts = decision.Verdicts.ToDictionary(static verdict => verdict.RuleId, StringComparer.Ordinal);
        var explained = ImmutableArray.CreateBuilder<RuleExplanation>(trace.Sights.Count);
        AutomationRule? stopper = null;
        foreach (var sight in trace.Sights)
        {
            var verdict = verdicts.GetValueOrDefault(sight.Rule.Id);
            var fate = FateOf(sight, automationEvent.Type, verdict, gate);
            var sentence = fate is RuleFate.OtherMode && sight.Rule.TimeCondition is { } condition
                ? $"it is run by time, not by events; it is {(IsDue(condition) ? string.Empty : "not ")}due now; {Otherwise(sight)}"
                : SentenceOf(sight, fate, automationEvent.Type, verdict, stopper, gate);
            explained.Add(new RuleExplanation
            {
                Rule = sight.Rule,
                Fate = fate,
                Sentence = sentence,
                Conditions = sight.Conditions,
                StoppedBy = fate is RuleFate.Stopped ? stopper?.Id : null,
                ChangesBefore = sight.ChangesBefore,
                Seen = sight.Seen,
                Actions = sight.Actions.ToImmutable(),
                Changes = sight.Changes,
            });
            stopper = sight.Stops ? sight.Rule : stopper;
        }

        return new EventExplanation
        {
            EventType = automationEvent.Type,
            ConversationId = automationEvent.ConversationId,
            Rules = explained.MoveToImmutable(),
            Changes = decision.Changes,
            Warnings = decision.Warnings,
        };

        bool IsDue(TimeCondition condition) =>
            DueTime.IsDue(condition, (conversation?.Fields ?? automationEvent.Payload).Element, now, zone ?? TimeZoneInfo.Utc, out _);
    }

    private static RuleFate FateOf(RuleSight sight, string eventType, RuleVerdict? verdict, PassGate? gate) => sight.Rule switch
    {
        { Enabled: false } => RuleFate.Disabled,
        { Mode: ExecutionMode.Time } => RuleFate.OtherMode,
        _ when !sight.IsOfEvent || sight.Rule.TriggerEvent != eventType => RuleFate.OtherEvent,
        _ when verdict is null => RuleFate.Stopped,
        _ when verdict.Cut is { } cut => cut is RuleLogStatus.LimitReached ? RuleFate.LimitReached : RuleFate.LoopStopped,
        _ when verdict.Matched => RuleFate.Run,
        _ when verdict.Error is not null => RuleFate.ConditionError,
        _ when sight.Conditions.Verdict is not Truth.True => RuleFate.NotMatched,
        var rule => gate?.Admits(rule) is false ? RuleFate.NotReacting : RuleFate.LoopStopped,
    };

    private static string SentenceOf(
        RuleSight sight, RuleFate fate, string eventType, RuleVerdict? verdict, AutomationRule? stopper, PassGate? gate) => fate switch
        {
            RuleFate.Run => sight.Stops
                ? "its conditions hold, so it runs, and no later rule is looked at"
                : "its conditions hold, so it runs",
            RuleFate.NotMatched => $"its conditions do not hold: {sight.Conditions.Sentence}",
            RuleFate.ConditionError => $"its conditions cannot be judged, so it does not run: {ShownValue.WithoutStop(verdict?.Error ?? sight.Conditions.Sentence)}",
            RuleFate.Stopped => $"{NameOf(stopper)} stopped the processing before it; {Otherwise(sight)}",
            RuleFate.LimitReached or RuleFate.LoopStopped =>
                $"its conditions hold, but it is not run: {Reason(verdict?.Error ?? gate?.CutOf(sight.Rule)?.Reason)}",
            RuleFate.NotReacting => "its conditions hold, but automation has caused the event, and it does not react to that",
            RuleFate.Disabled => $"it is disabled; {Otherwise(sight)}",
            _ => $"it listens to \"{sight.Rule.TriggerEvent}\", and this is \"{eventType}\"; {Otherwise(sight)}",
        };

    private static string Reason(string? reason) =>
        ShownValue.WithoutStop(reason?.StartsWith(NotRun, StringComparison.Ordinal) is true ? reason[NotRun.Length..] : reason ?? "nothing would be left to do");

    private static string NameOf(AutomationRule? rule) => rule is null ? "a rule" : $"rule {rule.Id} (\"{rule.Name}\")";

    private static string Otherwise(RuleSight sight) => sight.Conditions.Verdict switch
    {
        Truth.True => "its conditions hold",
        Truth.False => "its conditions do not hold",
        _ => "its conditions cannot be judged",
    };
}
