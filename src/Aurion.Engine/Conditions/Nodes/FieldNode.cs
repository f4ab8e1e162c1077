using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Judges the value of one field; the negative operator is the same node, negated.</summary>
internal abstract class FieldNode(FieldTarget target) : ConditionNode
{
    public FieldTarget Target { get; } = target;

    public sealed override Truth Evaluate(in ConditionContext context)
    {
        var truth = Judge(context.Fields.Find(Target.Path), context);
        return Target.Negated ? Logic.Not(truth) : truth;
    }

    public override Fault? FindError(in ConditionContext context) => null;

    protected abstract Truth Judge(JsonElement value, in ConditionContext context);
}
