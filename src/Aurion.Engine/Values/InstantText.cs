using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>Reads moments: ISO 8601 in its extended format, <c>2026-11-24T09:30:00+01:00</c>.</summary>
/// <remarks>
/// Stateless and safe for concurrent use. Without an offset the time is one of the given zone, never of the server's: of a
/// time that its clocks show twice the earlier is meant, one that they skip is as long after the gap's beginning. A date
/// alone is the beginning of that day. Fractions of a second past 100 ns are cut off.
/// </remarks>
public static class InstantText
{
    /// <summary>Reads a moment.</summary>
    /// <param name="value">The JSON value: a text.</param>
    /// <param name="zone">The zone of a time without an offset.</param>
    /// <param name="instant">The moment in UTC, if it is one.</param>
    /// <param name="error">One sentence that says what was found and what is allowed.</param>
    /// <returns>Whether it is a moment that <see cref="DateTimeOffset"/> holds.</returns>
    public static bool TryRead(JsonElement value, TimeZoneInfo zone, out DateTimeOffset instant, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (value.ValueKind is JsonValueKind.String && TryRead(FieldText.ReadString(value), zone, out instant))
        {
            error = null;
            return true;
        }

        instant = default;
        error = $"Found {JsonKinds.Describe(value)}; a time is ISO 8601 text such as \"2026-11-24T09:30:00Z\".";
        return false;
    }

    /// <summary>Reads a moment.</summary>
    /// <param name="text">The text, with nothing around it.</param>
    /// <param name="zone">The zone of a time without an offset.</param>
    /// <param name="instant">The moment in UTC, if it is one.</param>
    /// <returns>Whether it is a moment that <see cref="DateTimeOffset"/> holds.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(zone);
        instant = default;
        if (!IsoTime.TryParse(text, out var time))
        {
            return false;
        }

        var ticks = time.Span(zone).Start;
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }
}
