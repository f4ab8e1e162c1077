using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>A value to be ordered against, with all its readings made once: number, time, places in enumerations.</summary>
internal sealed class Ordered
{
    private readonly JsonValueKind _kind;
    private readonly ExactNumber? _number;
    private readonly TimeOperand? _time;
    private readonly ImmutableArray<(ImmutableArray<string> Order, int Place)> _places;

    private Ordered(JsonElement value, FieldOrder fieldOrder)
    {
        _kind = value.ValueKind;
        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        _number = !fieldOrder.IsDeclared && Coercion.TryGetNumber(value, text.Chars, out var number) ? number : null;
        NumberText = _kind is JsonValueKind.Number && _number is not null ? text.Chars.ToString() : null;
        _time = !fieldOrder.IsDeclared && _kind is JsonValueKind.String && IsoTime.TryParse(text.Chars, out var time) ? new TimeOperand(time) : null;

        var places = ImmutableArray.CreateBuilder<(ImmutableArray<string>, int)>();
        foreach (var order in fieldOrder.Enumerations)
        {
            if (_kind is JsonValueKind.String && Place(order, text.Chars) is var place && place >= 0)
            {
                places.Add((order, place));
            }
        }

        _places = places.ToImmutable();
    }

    /// <summary>Gets a value indicating whether the value has an order at all.</summary>
    public bool HasOrder => _number is not null || _time is not null || _places.Length > 0;

    /// <summary>Gets a value indicating whether the value is a date or time.</summary>
    public bool IsTime => _time is not null;

    /// <summary>Gets the number as JSON writes it, when the value is a JSON number; null when it is anything else.</summary>
    public string? NumberText { get; }

    /// <summary>Reads the value.</summary>
    public static Ordered From(JsonElement value, FieldOrder order) => new(value, order);

    /// <summary>Compares a field's value with this one.</summary>
    /// <returns>Negative, zero or positive as the field's value is less, the same or greater; null when the two do not compare.</returns>
    public int? Compare(JsonElement value, TimeZoneInfo zone)
    {
        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
        {
            return null;
        }

        using var decoded = new FieldText(value, stackalloc char[FieldText.Scratch]);
        var text = decoded.Chars;
        if (_number is { } number && ExactNumber.TryParse(text, out var other))
        {
            return other.CompareTo(number);
        }

        if (value.ValueKind is JsonValueKind.Number || _kind is JsonValueKind.Number)
        {
            return null;
        }

        return CompareTime(text, zone) ?? ComparePlace(text);
    }

    /// <summary>Compares a field's date or time with this one, and nothing else.</summary>
    public int? CompareTime(JsonElement value, TimeZoneInfo zone)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        return CompareTime(text.Chars, zone);
    }

    /// <summary>Tells what a value is read as by <see cref="Compare"/>, or by <see cref="CompareTime(JsonElement, TimeZoneInfo)"/>.</summary>
    public Reading Read(JsonElement value, TimeZoneInfo zone, bool timesOnly = false)
    {
        if (Coercion.IsEmpty(value))
        {
            return Reading.Empty;
        }

        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
        {
            return Reading.Nothing;
        }

        using var decoded = new FieldText(value, stackalloc char[FieldText.Scratch]);
        var text = decoded.Chars;
        if (!timesOnly && _number is not null && ExactNumber.TryParse(text, out _))
        {
            return Reading.OfNumber(text);
        }

        if (_time is not null && value.ValueKind is JsonValueKind.String && IsoTime.TryParse(text, out var time))
        {
            return Reading.OfTime(time, text, zone);
        }

        return !timesOnly && value.ValueKind is JsonValueKind.String && _kind is JsonValueKind.String && ComparePlace(text) is not null
            ? new Reading(ReadingKind.Choice, text.ToString())
            : Reading.Nothing;
    }

    private static int Place(ImmutableArray<string> order, ReadOnlySpan<char> text)
    {
        for (var place = 0; place < order.Length; place++)
        {
            if (text.Equals(order[place], StringComparison.OrdinalIgnoreCase))
            {
                return place;
            }
        }

        return -1;
    }

    private int? CompareTime(ReadOnlySpan<char> text, TimeZoneInfo zone) =>
        _time is not null && IsoTime.TryParse(text, out var other) ? _time.Compare(other, zone) : null;

    private int? ComparePlace(ReadOnlySpan<char> text)
    {
        foreach (var (order, place) in _places)
        {
            if (Place(order, text) is var other && other >= 0)
            {
                return other - place;
            }
        }

        return null;
    }
}
