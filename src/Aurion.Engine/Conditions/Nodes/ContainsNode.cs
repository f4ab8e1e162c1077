using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>contains</c> and its forms over a list of values: parts of a text, whole elements of a list.</summary>
internal sealed class ContainsNode(FieldTarget target, Operand[] operands, bool all, StringComparison comparison) : FieldNode(target)
{
    public ReadOnlySpan<Operand> Operands => operands;

    /// <summary>Gets a value indicating whether one of the operands is enough.</summary>
    public bool OneIsEnough => !all || operands.Length == 1;

    public bool IsCaseSensitive => comparison is StringComparison.Ordinal;

    public override Reading ReadElement(JsonElement element, in ConditionContext context) => Operand.Read(operands, element, context.Zone);

    protected override Truth Judge(JsonElement value, in ConditionContext context) =>
        Logic.From(value.ValueKind is JsonValueKind.Array ? InList(value, context.Zone) : FieldText.HasText(value) && InText(value));

    private bool InText(JsonElement value)
    {
        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        foreach (var operand in operands)
        {
            if (text.Chars.Contains(operand.Text, comparison) != all)
            {
                return !all;
            }
        }

        return all;
    }

    private bool InList(JsonElement list, TimeZoneInfo zone)
    {
        foreach (var operand in operands)
        {
            if (operand.Matches(list, zone) != all)
            {
                return !all;
            }
        }

        return all;
    }
}
