using Aurion.Engine.Conditions.Nodes;

namespace Aurion.Engine.Conditions;

/// <summary>Nobody looks on: groups end at the part that decides them.</summary>
internal readonly struct NoConditionTrace : IConditionTrace
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
}
