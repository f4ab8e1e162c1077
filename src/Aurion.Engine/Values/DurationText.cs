using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>Reads durations: ISO 8601 (<c>PT30M</c>, <c>P2DT4H</c>, <c>P1W</c>) or <c>{"amount":30,"unit":"minutes"}</c>.</summary>
/// <remarks>
/// Stateless and safe for concurrent use. Days are 24 hours and weeks 7 days; months and years are refused, for they have no
/// fixed length. The smallest unit is 100 ns, the longest duration <see cref="MaxDays"/> days; none is negative.
/// </remarks>
public static class DurationText
{
    /// <summary>The longest duration that is taken, in days: 36,500.</summary>
    public const int MaxDays = 36_500;

    private const string Allowed =
        "a duration is ISO 8601 text such as \"PT30M\" or \"P2DT4H\", or {\"amount\":30,\"unit\":\"minutes\"} with seconds, minutes, hours, days or weeks";

    /// <summary>Reads a duration.</summary>
    /// <param name="value">The JSON value.</param>
    /// <param name="duration">The duration, if it is one.</param>
    /// <param name="error">One sentence that says what was found and what is allowed.</param>
    /// <returns>Whether it is a duration.</returns>
    public static bool TryRead(JsonElement value, out TimeSpan duration, [NotNullWhen(false)] out string? error)
    {
        duration = default;
        decimal? ticks = value.ValueKind switch
        {
            JsonValueKind.String => ReadIso(value.GetString(), out error),
            JsonValueKind.Object => ReadParts(value, out error),
            _ => Fail($"Found {JsonKinds.Describe(value)}; {Allowed}.", out error),
        };
        if (ticks is not { } found)
        {
            error ??= $"Found {JsonKinds.Describe(value)}; {Allowed}.";
            return false;
        }

        if (found > (decimal)TimeSpan.TicksPerDay * MaxDays)
        {
            error = $"A duration has at most {MaxDays} days; found {JsonKinds.Describe(value)}.";
            return false;
        }

        duration = TimeSpan.FromTicks((long)found);
        error = null;
        return true;
    }

    private static decimal? ReadParts(JsonElement value, out string? error)
    {
        if (!value.TryGetProperty("amount"u8, out var amount) || amount.ValueKind is not JsonValueKind.Number)
        {
            return Fail($"A duration needs a number as its amount; {Allowed}.", out error);
        }

        if (!value.TryGetProperty("unit"u8, out var unit) || unit.ValueKind is not JsonValueKind.String || UnitTicks(unit.GetString()!) is not { } ticks)
        {
            return Fail($"The unit of a duration is seconds, minutes, hours, days or weeks; {Allowed}.", out error);
        }

        if (!amount.TryGetDecimal(out var number) || number < 0)
        {
            return Fail($"The amount of a duration is a number from 0; found {JsonKinds.Describe(amount)}.", out error);
        }

        error = null;
        return Multiply(number, ticks);
    }

    private static decimal? ReadIso(string? text, out string? error)
    {
        error = null;
        if (text is null || text.Length is < 3 or > 100 || text[0] is not 'P')
        {
            return null;
        }

        decimal total = 0;
        var inTime = false;
        var lastUnit = -1;
        for (var at = 1; at < text.Length;)
        {
            if (text[at] is 'T' && !inTime && at + 1 < text.Length)
            {
                inTime = true;
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '.' or ','))
            {
                at++;
            }

            if (at == text.Length || !decimal.TryParse(
                text[start..at].Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            var unit = (inTime ? "....HMS" : "YMWD...").IndexOf(text[at], StringComparison.Ordinal);
            if (unit is 0 or 1)
            {
                return Fail($"Months and years have no fixed length (found \"{text}\"); write days or weeks.", out error);
            }

            if (unit <= lastUnit || !char.IsAsciiLetter(text[at]))
            {
                return null;
            }

            lastUnit = unit;
            total += Multiply(number, unit switch
            {
                2 => 7 * TimeSpan.TicksPerDay,
                3 => TimeSpan.TicksPerDay,
                4 => TimeSpan.TicksPerHour,
                5 => TimeSpan.TicksPerMinute,
                _ => TimeSpan.TicksPerSecond,
            });
            at++;
        }

        return lastUnit < 0 ? null : total;
    }

    private static long? UnitTicks(string unit) => unit switch
    {
        "second" or "seconds" => TimeSpan.TicksPerSecond,
        "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "hour" or "hours" => TimeSpan.TicksPerHour,
        "day" or "days" => TimeSpan.TicksPerDay,
        "week" or "weeks" => 7 * TimeSpan.TicksPerDay,
        _ => null,
    };

    // Anything past the longest duration is refused later; the cap keeps the product and the sum inside a decimal.
    private static decimal Multiply(decimal number, long ticks) => Math.Min(number, 1e12m) * ticks;

    private static decimal? Fail(string message, out string? error)
    {
        error = message;
        return null;
    }
}
