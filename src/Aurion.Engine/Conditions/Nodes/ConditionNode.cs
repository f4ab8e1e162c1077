using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>One node of a compiled condition. Immutable; evaluation neither throws nor changes anything.</summary>
internal abstract class ConditionNode(FaultPath at)
{
    /// <summary>Gets where it stands in its document.</summary>
    public FaultPath At { get; } = at;

    /// <summary>Judges the node and shows a trace what is judged. Not virtual, so that no trace costs nothing.</summary>
    public Truth Evaluate<TTrace>(in ConditionContext context, ref TTrace trace)
        where TTrace : struct, IConditionTrace
    {
        if (this is GroupNode group)
        {
            return group.Join(context, ref trace);
        }

        var truth = Judge(context);
        trace.Judged(this, truth, context);
        return truth;
    }

    /// <summary>Judges the node.</summary>
    public abstract Truth Judge(in ConditionContext context);

    /// <summary>Says why the node comes to Unknown; null when it does not.</summary>
    public abstract Fault? FindError(in ConditionContext context);
}
