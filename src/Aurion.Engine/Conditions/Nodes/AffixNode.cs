using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>starts_with</c> and <c>ends_with</c>: one of the values.</summary>
internal sealed class AffixNode(FieldTarget target, Operand[] operands, bool atEnd, StringComparison comparison) : ScalarNode(target)
{
    protected override Truth Test(JsonElement value, in ConditionContext context)
    {
        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        foreach (var operand in operands)
        {
            if (atEnd ? text.Chars.EndsWith(operand.Text, comparison) : text.Chars.StartsWith(operand.Text, comparison))
            {
                return Truth.True;
            }
        }

        return Truth.False;
    }
}
