using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Tests.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Rules.Indexing;

/// <summary>The pass without an index: each rule's compiled conditions, one after another. What the index must agree with.</summary>
internal static class LinearPass
{
    /// <summary>Decides on rules whose only actions are field actions.</summary>
    public static (List<RuleVerdict> Verdicts, WorkingCopy Copy) Decide(IEnumerable<AutomationRule> rules, JsonText payload, DateTimeOffset now, TimeZoneInfo zone)
    {
        var copy = new WorkingCopy(payload);
        var context = new ConditionContext(copy, now, zone);
        var verdicts = new List<RuleVerdict>();
        foreach (var rule in InOrder(rules))
        {
            var conditions = CompiledCondition.Compile(rule.Conditions, options: Judge.Declared);
            var truth = conditions.Evaluate(context);
            verdicts.Add(new RuleVerdict(rule.Id, rule.Name, truth is Truth.True, truth is Truth.Unknown ? conditions.FindError(context)!.ToString() : null));
            if (truth is not Truth.True)
            {
                continue;
            }

            foreach (var action in rule.Actions)
            {
                FieldActions.Apply(copy, action.Type, action.Definition.Element);
            }

            if (rule.StopProcessing)
            {
                break;
            }
        }

        return (verdicts, copy);
    }

    public static IEnumerable<AutomationRule> InOrder(IEnumerable<AutomationRule> rules) => rules
        .Where(static rule => rule.Enabled)
        .OrderBy(static rule => rule.PriorityOrder)
        .ThenBy(static rule => rule.CreatedAt)
        .ThenBy(static rule => rule.Id, StringComparer.Ordinal);
}
