using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>A value to be equal to, with all its readings made once: empty, number, Boolean, moment, text.</summary>
internal sealed class Operand
{
    private readonly JsonValueKind _kind;
    private readonly ExactNumber? _number;
    private readonly bool? _boolean;
    private readonly TimeOperand? _time;
    private readonly StringComparison _comparison;

    private Operand(JsonElement value, bool caseSensitive)
    {
        _kind = value.ValueKind;
        _comparison = caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        Text = text.Chars.ToString();
        _number = _kind is JsonValueKind.Number or JsonValueKind.String && ExactNumber.TryParse(Text, out var number) ? number : null;
        _boolean = Coercion.ToBoolean(_kind, Text);
        _time = _kind is JsonValueKind.String && IsoTime.TryParse(Text, out var time) && !time.IsDate ? new TimeOperand(time) : null;
    }

    /// <summary>Gets the text in NFC; a number's or Boolean's as JSON writes it.</summary>
    public string Text { get; }

    /// <summary>Gets a value indicating whether the value stands for empty: null and the empty text do.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <summary>Gets what it is in JSON.</summary>
    public JsonValueKind Kind => _kind;

    /// <summary>Gets a value indicating whether it is a number, or a text that is one.</summary>
    public bool IsNumber => _number is not null;

    /// <summary>Gets its reading as a Boolean; null when it has none.</summary>
    public bool? Boolean => _boolean;

    /// <summary>Gets a value indicating whether it is a moment, which equals other spellings of itself.</summary>
    public bool IsMoment => _time is not null;

    /// <summary>Gets a value indicating whether upper and lower case differ.</summary>
    public bool IsCaseSensitive => _comparison is StringComparison.Ordinal;

    /// <summary>Makes an operand of a scalar or null.</summary>
    public static Operand From(JsonElement value, bool caseSensitive) => new(value, caseSensitive);

    /// <summary>Tells whether a field's value equals the operand: as a whole, or some element of a list.</summary>
    public bool Matches(JsonElement value, TimeZoneInfo zone)
    {
        if (value.ValueKind is not JsonValueKind.Array)
        {
            return MatchesOne(value, zone);
        }

        if (IsEmpty && value.GetArrayLength() == 0)
        {
            return true;
        }

        foreach (var element in value.EnumerateArray())
        {
            if (MatchesOne(element, zone))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether one value equals the operand, by the coercions in their order.</summary>
    public bool MatchesOne(JsonElement value, TimeZoneInfo zone)
    {
        if (IsEmpty)
        {
            return Coercion.IsEmpty(value);
        }

        if (!FieldText.HasText(value))
        {
            return false;
        }

        using var decoded = new FieldText(value, stackalloc char[FieldText.Scratch]);
        var text = decoded.Chars;
        if (value.ValueKind is JsonValueKind.Number || _kind is JsonValueKind.Number)
        {
            return _number is { } number && Coercion.TryGetNumber(value, text, out var other) && number.CompareTo(other) == 0;
        }

        if (value.ValueKind is not JsonValueKind.String || _kind is not JsonValueKind.String)
        {
            return _boolean is { } boolean && Coercion.ToBoolean(value.ValueKind, text) == boolean;
        }

        return _time is not null && IsoTime.TryParse(text, out var moment) && !moment.IsDate
            ? _time.Compare(moment, zone) == 0
            : text.Equals(Text, _comparison);
    }

    /// <summary>Tells what one value is read as by <see cref="MatchesOne"/>.</summary>
    public Reading Read(JsonElement value, TimeZoneInfo zone)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (IsEmpty && Coercion.IsEmpty(value)))
        {
            return Reading.Empty;
        }

        if (IsEmpty || !FieldText.HasText(value))
        {
            return Reading.OfText(value);
        }

        using var decoded = new FieldText(value, stackalloc char[FieldText.Scratch]);
        var text = decoded.Chars;
        if (value.ValueKind is JsonValueKind.Number || _kind is JsonValueKind.Number)
        {
            return Coercion.TryGetNumber(value, text, out _) ? Reading.OfNumber(text) : Reading.Nothing;
        }

        if (value.ValueKind is not JsonValueKind.String || _kind is not JsonValueKind.String)
        {
            return Coercion.ToBoolean(value.ValueKind, text) is { } boolean ? Reading.OfBoolean(boolean) : Reading.Nothing;
        }

        return _time is not null && IsoTime.TryParse(text, out var moment) && !moment.IsDate
            ? Reading.OfTime(moment, text, zone)
            : Reading.OfText(value);
    }

    /// <summary>Tells what one value is read as beside a list of operands: by the one that it equals, else by the first.</summary>
    public static Reading Read(ReadOnlySpan<Operand> operands, JsonElement value, TimeZoneInfo zone)
    {
        foreach (var operand in operands)
        {
            if (operand.MatchesOne(value, zone))
            {
                return operand.Read(value, zone);
            }
        }

        return operands.IsEmpty ? Reading.OfText(value) : operands[0].Read(value, zone);
    }
}
