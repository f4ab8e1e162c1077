using System.Text.Json;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>equals</c>.</summary>
internal sealed class EqualsNode(FieldTarget target, Operand operand) : FieldNode(target)
{
    public Operand Operand => operand;

    public override Reading Read(JsonElement value, in ConditionContext context) => operand.Read(value, context.Zone);

    protected override Truth Judge(JsonElement value, in ConditionContext context) => Logic.From(operand.Matches(value, context.Zone));
}
