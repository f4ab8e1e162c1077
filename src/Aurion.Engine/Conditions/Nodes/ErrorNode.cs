using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Stands for what is no condition: always Unknown, for its negation must not match either.</summary>
internal sealed class ErrorNode(Fault fault, FaultPath at, Condition written) : ConditionNode(at)
{
    public Condition Written => written;

    public override Truth Judge(in ConditionContext context) => Truth.Unknown;

    public override Fault? FindError(in ConditionContext context) => fault;
}
