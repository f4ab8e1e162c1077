using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Judges a date or time by the clock; what is neither is false. The field <c>now</c>, where the payload has none, is the clock itself.</summary>
internal abstract class TimeNode(FieldTarget target) : ScalarNode(target)
{
    private readonly bool _isClock = target.Path.Text is "now";

    public override Reading Read(JsonElement value, in ConditionContext context)
    {
        if (_isClock && value.ValueKind is JsonValueKind.Undefined)
        {
            return new Reading(ReadingKind.Time, Reading.TimeText(context.Now.UtcTicks));
        }

        if (Coercion.IsEmpty(value))
        {
            return Reading.Empty;
        }

        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        return value.ValueKind is JsonValueKind.String && IsoTime.TryParse(text.Chars, out var time)
            ? Reading.OfTime(time, text.Chars, context.Zone)
            : Reading.Nothing;
    }

    protected sealed override Truth Test(JsonElement value, in ConditionContext context)
    {
        if (_isClock && value.ValueKind is JsonValueKind.Undefined)
        {
            return Logic.From(Test(IsoTime.At(context.Now.UtcTicks), context));
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            return Truth.False;
        }

        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        return Logic.From(IsoTime.TryParse(text.Chars, out var time) && Test(time, context));
    }

    protected abstract bool Test(in IsoTime time, in ConditionContext context);
}
