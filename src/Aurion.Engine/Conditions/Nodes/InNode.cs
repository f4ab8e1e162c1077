using System.Text.Json;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>in</c>: equal to one of a list; a missing field or null never is.</summary>
internal sealed class InNode(FieldTarget target, Operand[] operands) : FieldNode(target)
{
    public ReadOnlySpan<Operand> Operands => operands;

    public override Reading Read(JsonElement value, in ConditionContext context) => Operand.Read(operands, value, context.Zone);

    protected override Truth Judge(JsonElement value, in ConditionContext context)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return Truth.False;
        }

        foreach (var operand in operands)
        {
            if (operand.Matches(value, context.Zone))
            {
                return Truth.True;
            }
        }

        return Truth.False;
    }
}
