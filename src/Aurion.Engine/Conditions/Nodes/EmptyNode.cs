using System.Text.Json;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>is_empty</c>, of the value as a whole.</summary>
internal sealed class EmptyNode(FieldTarget target) : FieldNode(target)
{
    protected override Truth Judge(JsonElement value, in ConditionContext context) => Logic.From(Coercion.IsEmpty(value));
}
