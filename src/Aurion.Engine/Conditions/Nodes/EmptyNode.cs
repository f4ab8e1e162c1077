using System.Text.Json;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>is_empty</c>, of the value as a whole.</summary>
internal sealed class EmptyNode(FieldTarget target) : FieldNode(target)
{
    public override Reading Read(JsonElement value, in ConditionContext context) =>
        Coercion.IsEmpty(value) ? Reading.Empty : base.Read(value, context);

    protected override Truth Judge(JsonElement value, in ConditionContext context) => Logic.From(Coercion.IsEmpty(value));
}
