using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A delay node: waits for a duration, or until an instant.</summary>
/// <param name="Value">The duration or instant as it was written, perhaps with placeholders.</param>
/// <param name="IsDuration">Whether it is a duration.</param>
internal sealed record DelaySettings(JsonTemplate Value, bool IsDuration)
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    private static readonly JsonTemplate Nothing = new(new JsonText("\"PT0S\""u8.ToArray()));

    public static DelaySettings Read(in ConfigReader config)
    {
        if (config.TryGet("calendar", out var calendar))
        {
            config.Add(config.At.Member("calendar"), "unsupported_setting", "Business calendars are not supported yet.", calendar);
        }

        var hasDuration = config.TryGet("duration", out var duration);
        var hasUntil = config.TryGet("until", out var until);
        if (hasDuration == hasUntil)
        {
            config.Add(config.At, hasDuration ? "ambiguous" : "missing", "A delay needs either \"duration\" or \"until\".", hasDuration ? config.Config : default);
            return new DelaySettings(Nothing, true);
        }

        var value = new JsonTemplate(JsonText.From(hasDuration ? duration : until));
        if (value.IsConstant)
        {
            if (hasDuration)
            {
                config.Duration("duration");
            }
            else if (!TryReadInstant(until, TimeZoneInfo.Utc, out _))
            {
                config.Add(config.At.Member("until"), "bad_instant", $"\"until\" must be an instant, such as \"2026-03-01T09:00:00Z\", not {JsonKinds.Describe(until)}.", until);
            }
        }

        return new DelaySettings(value, hasDuration);
    }

    /// <summary>Tells when the delay is over.</summary>
    /// <param name="resolved">The value with its placeholders filled in.</param>
    /// <param name="now">The time that it begins.</param>
    /// <param name="zone">The zone of an instant that is written without an offset.</param>
    /// <param name="due">When it is over.</param>
    /// <param name="error">Why that can't be told.</param>
    public bool TryGetDue(JsonElement resolved, DateTimeOffset now, TimeZoneInfo zone, out DateTimeOffset due, [NotNullWhen(false)] out string? error)
    {
        due = now;
        error = null;
        if (IsDuration)
        {
            if (!DurationText.TryRead(resolved, out var duration, out var reason))
            {
                error = $"\"duration\" came out as {JsonKinds.Describe(resolved)}, which is no duration. {reason}";
                return false;
            }

            due = After(now, duration);
            return true;
        }

        if (TryReadInstant(resolved, zone, out due))
        {
            return true;
        }

        error = $"\"until\" came out as {JsonKinds.Describe(resolved)}, which is no instant.";
        return false;
    }

    // An instant without an offset is of the given zone, never the server's own.
    private static bool TryReadInstant(JsonElement value, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        instant = default;
        if (value.ValueKind is not JsonValueKind.String
            || value.GetString() is not { Length: >= 10 and <= 40 } text
            || !DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var read))
        {
            return false;
        }

        instant = read.Kind is DateTimeKind.Utc
            ? new DateTimeOffset(read, TimeSpan.Zero)
            : new DateTimeOffset(DateTime.SpecifyKind(read, DateTimeKind.Utc), TimeSpan.Zero) - zone.GetUtcOffset(read);
        return true;
    }

    /// <summary>Says what was waited for, for the record.</summary>
    public JsonText Describe(JsonText resolved)
    {
        var name = IsDuration ? "{\"duration\":"u8 : "{\"until\":"u8;
        return new JsonText((byte[])[.. name, .. resolved.Utf8.Span, (byte)'}']);
    }

    /// <summary>Adds without overflow: what is later than the calendar's end is at its end.</summary>
    internal static DateTimeOffset After(DateTimeOffset now, TimeSpan duration) =>
        duration <= TimeSpan.Zero ? now : duration >= DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + duration;
}
