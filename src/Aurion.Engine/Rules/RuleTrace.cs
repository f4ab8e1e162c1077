using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Conditions.Nodes;

namespace Aurion.Engine.Rules;

/// <summary>Writes down what a pass finds about every rule of a set, also those that the pass does not look at.</summary>
/// <remarks>For one pass on one thread.</remarks>
internal readonly struct RuleTrace(RuleSet rules) : IRuleTrace
{
    private readonly ConditionTrace _conditions = new();
    private readonly List<RuleSight> _sights = [];

    public static bool SeesAll => true;

    /// <summary>Gets what was seen of each rule, in order.</summary>
    public IReadOnlyList<RuleSight> Sights => _sights;

    public void Enter(GroupNode group) => _conditions.Enter(group);

    public void Leave(GroupNode group, Truth truth) => _conditions.Leave(group, truth);

    public void Judged(ConditionNode node, Truth truth, in ConditionContext context) => _conditions.Judged(node, truth, context);

    public void Judged(CompiledRule rule, in ConditionContext context, WorkingCopy copy)
    {
        var conditions = _conditions.Take();
        SeeOthers(rule.Rule, context, copy);
        _sights.Add(new RuleSight(rule.Rule, isOfEvent: true, conditions, copy));
    }

    public void Acted(WorkingCopy copy, ImmutableArray<ActionEntry>.Builder actions, int first, bool stops)
    {
        var sight = _sights[^1];
        for (var at = first; at < actions.Count; at++)
        {
            sight.Actions.Add(actions[at]);
        }

        sight.Changes = [.. copy.Changes.Where(change => !sight.ChangesBefore.Contains(change))];
        sight.Stops = stops;
    }

    public void End(in ConditionContext context, WorkingCopy copy) => SeeOthers(next: null, context, copy);

    /// <summary>Judges the rules that stand before another one and that the pass does not look at.</summary>
    private void SeeOthers(AutomationRule? next, in ConditionContext context, WorkingCopy copy)
    {
        while (_sights.Count < rules.Rules.Length && !ReferenceEquals(rules.Rules[_sights.Count], next))
        {
            var rule = rules.Rules[_sights.Count];
            var conditions = CompiledCondition.Compile(rule.Conditions, at: null, rules.Options).Explain(context);
            _sights.Add(new RuleSight(rule, isOfEvent: false, conditions, copy));
        }
    }
}
