using System.Collections.Immutable;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Rules;

/// <summary>Makes a pass with a trace, and says of every rule what becomes of it and why.</summary>
internal static class RuleExplainer
{
    /// <summary>Explains what a set of rules would do about an event. Changes nothing.</summary>
    public static EventExplanation Explain(
        RuleSet rules, string eventId, AutomationEvent automationEvent, Conversation? conversation, DateTimeOffset now, TimeZoneInfo? zone)
    {
        var trace = new RuleTrace(rules);
        var decision = RulePass.Decide(rules, eventId, automationEvent, conversation, now, zone, ref trace);
        var verdicts = decision.Verdicts.ToDictionary(static verdict => verdict.RuleId, StringComparer.Ordinal);
        var explained = ImmutableArray.CreateBuilder<RuleExplanation>(trace.Sights.Count);
        AutomationRule? stopper = null;
        foreach (var sight in trace.Sights)
        {
            explained.Add(Explain(sight, automationEvent.Type, verdicts.GetValueOrDefault(sight.Rule.Id), stopper));
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
    }

    private static RuleExplanation Explain(RuleSight sight, string eventType, RuleVerdict? verdict, AutomationRule? stopper)
    {
        var fate = FateOf(sight, eventType, verdict);
        return new RuleExplanation
        {
            Rule = sight.Rule,
            Fate = fate,
            Sentence = SentenceOf(sight, fate, eventType, verdict, stopper),
            Conditions = sight.Conditions,
            StoppedBy = fate is RuleFate.Stopped ? stopper?.Id : null,
            ChangesBefore = sight.ChangesBefore,
            Seen = sight.Seen,
            Actions = sight.Actions.ToImmutable(),
            Changes = sight.Changes,
        };
    }

    private static RuleFate FateOf(RuleSight sight, string eventType, RuleVerdict? verdict) => sight.Rule switch
    {
        { Enabled: false } => RuleFate.Disabled,
        { Mode: ExecutionMode.Time } => RuleFate.OtherMode,
        _ when !sight.IsOfEvent || sight.Rule.TriggerEvent != eventType => RuleFate.OtherEvent,
        _ when verdict is null => RuleFate.Stopped,
        _ when verdict.Matched => RuleFate.Run,
        _ => verdict.Error is null ? RuleFate.NotMatched : RuleFate.ConditionError,
    };

    private static string SentenceOf(RuleSight sight, RuleFate fate, string eventType, RuleVerdict? verdict, AutomationRule? stopper) => fate switch
    {
        RuleFate.Run => sight.Stops
            ? "its conditions hold, so it runs, and no later rule is looked at"
            : "its conditions hold, so it runs",
        RuleFate.NotMatched => $"its conditions do not hold: {sight.Conditions.Sentence}",
        RuleFate.ConditionError => $"its conditions cannot be judged, so it does not run: {ShownValue.WithoutStop(verdict?.Error ?? sight.Conditions.Sentence)}",
        RuleFate.Stopped => $"{NameOf(stopper)} stopped the processing before it; {Otherwise(sight)}",
        RuleFate.Disabled => $"it is disabled; {Otherwise(sight)}",
        RuleFate.OtherMode => $"it is run by time, not by events; {Otherwise(sight)}",
        _ => $"it listens to \"{sight.Rule.TriggerEvent}\", and this is \"{eventType}\"; {Otherwise(sight)}",
    };

    private static string NameOf(AutomationRule? rule) => rule is null ? "a rule" : $"rule {rule.Id} (\"{rule.Name}\")";

    private static string Otherwise(RuleSight sight) => sight.Conditions.Verdict switch
    {
        Truth.True => "its conditions hold",
        Truth.False => "its conditions do not hold",
        _ => "its conditions cannot be judged",
    };
}
