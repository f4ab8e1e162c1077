using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>What a value was read as, to be compared; made for people, never to judge by.</summary>
/// <param name="Kind">As what.</param>
/// <param name="Text">The value as read; null when there is none.</param>
internal readonly record struct Reading(ReadingKind Kind, string? Text)
{
    /// <summary>The longest text that is kept, in characters.</summary>
    public const int MaxText = 200;

    public static Reading Nothing => new(ReadingKind.Nothing, null);

    public static Reading Empty => new(ReadingKind.Empty, null);

    /// <summary>Reads a text, or a number or Boolean as the text that it is written as.</summary>
    public static Reading OfText(JsonElement value)
    {
        if (!FieldText.HasText(value))
        {
            return Nothing;
        }

        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        return new Reading(ReadingKind.Text, Shorten(text.Chars));
    }

    public static Reading OfNumber(ReadOnlySpan<char> digits) => new(ReadingKind.Number, Shorten(digits));

    public static Reading OfBoolean(bool value) => new(ReadingKind.Boolean, value ? "true" : "false");

    /// <summary>Reads a time in a zone; one that the calendar does not hold in UTC stays as it is written.</summary>
    public static Reading OfTime(in IsoTime time, ReadOnlySpan<char> written, TimeZoneInfo zone)
    {
        if (time.IsDate)
        {
            return new Reading(ReadingKind.Date, written.ToString());
        }

        var ticks = time.Span(zone).Start;
        return new Reading(ReadingKind.Time, ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks
            ? Shorten(written)
            : TimeText(ticks));
    }

    /// <summary>Writes a moment, given in UTC ticks.</summary>
    public static string TimeText(long ticks) =>
        new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Cuts a text, between characters.</summary>
    public static string Shorten(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaxText)
        {
            return text.ToString();
        }

        var length = char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText;
        return string.Concat(text[..length], "…");
    }
}
