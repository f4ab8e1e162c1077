using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>One node of a compiled condition. Immutable; evaluation neither throws nor changes anything.</summary>
internal abstract class ConditionNode
{
    /// <summary>Judges the node.</summary>
    public abstract Truth Evaluate(in ConditionContext context);

    /// <summary>Says why the node comes to Unknown; null when it does not.</summary>
    public abstract Fault? FindError(in ConditionContext context);
}
