using System.Text.Json;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>increased</c> and <c>decreased</c>: the value now against the value before; what does not compare is false.</summary>
internal sealed class TrendNode(FieldTarget target, Bounds bounds, FieldOrder order) : FieldNode(target)
{
    public override Reading Read(JsonElement value, in ConditionContext context) =>
        Ordered.From(context.Fields.FindBefore(Target.Path), order).Read(value, context.Zone);

    protected override Truth Judge(JsonElement value, in ConditionContext context)
    {
        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
        {
            return Truth.False;
        }

        var before = Ordered.From(context.Fields.FindBefore(Target.Path), order);
        return Logic.From(OrderNode.Holds(before.Compare(value, context.Zone), bounds));
    }
}
