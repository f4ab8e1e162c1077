using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Judges a date or time by the clock; what is neither is false.</summary>
internal abstract class TimeNode(FieldTarget target) : ScalarNode(target)
{
    protected sealed override Truth Test(JsonElement value, in ConditionContext context)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            return Truth.False;
        }

        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        return Logic.From(IsoTime.TryParse(text.Chars, out var time) && Test(time, context));
    }

    protected abstract bool Test(in IsoTime time, in ConditionContext context);
}
