using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Judges the value of one field; the negative operator is the same node, negated.</summary>
internal abstract class FieldNode(FieldTarget target) : ConditionNode(target.At)
{
    public FieldTarget Target { get; } = target;

    public sealed override Truth Judge(in ConditionContext context)
    {
        var truth = Judge(context.Fields.Find(Target.Path), context);
        return Target.Negated ? Logic.Not(truth) : truth;
    }

    public override Fault? FindError(in ConditionContext context) => null;

    /// <summary>Tells what a value, which is no list, is read as when it is judged.</summary>
    public virtual Reading Read(JsonElement value, in ConditionContext context) => Reading.OfText(value);

    /// <summary>Tells what an element of a list is read as when the list is judged.</summary>
    public virtual Reading ReadElement(JsonElement element, in ConditionContext context) => Read(element, context);

    protected abstract Truth Judge(JsonElement value, in ConditionContext context);
}
