using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Conditions.Nodes;

namespace Aurion.Engine.Rules;

/// <summary>Nobody looks on.</summary>
internal readonly struct NoRuleTrace : IRuleTrace
{
    public static bool SeesAll => false;

    public void Enter(GroupNode group)
    {
    }

    public void Leave(GroupNode group, Truth truth)
    {
    }

    public void Judged(ConditionNode node, Truth truth, in ConditionContext context)
    {
    }

    public void Judged(CompiledRule rule, in ConditionContext context, WorkingCopy copy)
    {
    }

    public void Acted(WorkingCopy copy, ImmutableArray<ActionEntry>.Builder actions, int first, bool stops)
    {
    }

    public void End(in ConditionContext context, WorkingCopy copy)
    {
    }
}
