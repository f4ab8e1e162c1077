using System.Collections.Immutable;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Rules;

/// <summary>A rule made ready for passes.</summary>
internal sealed class CompiledRule
{
    public CompiledRule(AutomationRule rule, ConditionOptions? options)
    {
        Rule = rule;
        Conditions = CompiledCondition.Compile(rule.Conditions, at: null, options);
        Actions = [.. rule.Actions.Select(static action => new CompiledAction(action))];
    }

    public AutomationRule Rule { get; }

    public CompiledCondition Conditions { get; }

    public ImmutableArray<CompiledAction> Actions { get; }
}
