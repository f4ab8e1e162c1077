using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A delay node: waits for a duration, or until an instant.</summary>
/// <param name="Value">The duration or instant as it was written, perhaps with placeholders.</param>
/// <param name="IsDuration">Whether it is a duration.</param>
/// <param name="Calendar">The calendar in whose open hours a duration is counted; null counts all time.</param>
/// <param name="CalendarName">The calendar's name; null without one.</param>
internal sealed record DelaySettings(JsonTemplate Value, bool IsDuration, BusinessCalendar? Calendar = null, string? CalendarName = null)
{
    private static readonly JsonTemplate Nothing = new(new JsonText("\"PT0S\""u8.ToArray()));

    public static DelaySettings Read(in ConfigReader config)
    {
        var calendar = config.Calendar("calendar");
        var hasDuration = config.TryGet("duration", out var duration);
        var hasUntil = config.TryGet("until", out var until);
        if (hasDuration == hasUntil)
        {
            config.Add(config.At, hasDuration ? "ambiguous" : "missing", "A delay needs either \"duration\" or \"until\".", hasDuration ? config.Config : default);
            return new DelaySettings(Nothing, true);
        }

        if (hasUntil && config.TryGet("calendar", out var named))
        {
            config.Add(config.At.Member("calendar"), "ambiguous", "A delay until an instant takes no \"calendar\": only a duration can be counted in business hours.", named);
        }

        var value = new JsonTemplate(JsonText.Copy(hasDuration ? duration : until));
        if (value.IsConstant)
        {
            if (hasDuration)
            {
                config.Duration("duration");
            }
            else if (!InstantText.TryRead(until, TimeZoneInfo.Utc, out _, out var error))
            {
                config.Add(config.At.Member("until"), "bad_instant", $"\"until\" is no instant. {error}", until);
            }
        }

        return new DelaySettings(value, hasDuration, calendar, calendar is null ? null : config.Text("calendar"));
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
                error = $"\"duration\" did not come out as a duration. {reason}";
                return false;
            }

            due = Calendar is null || duration <= TimeSpan.Zero ? After(now, duration) : Calendar.Add(now, duration);
            return true;
        }

        if (InstantText.TryRead(resolved, zone, out due, out var fault))
        {
            return true;
        }

        error = $"\"until\" did not come out as an instant. {fault}";
        return false;
    }

    /// <summary>Says what was waited for, for the record.</summary>
    public JsonText Describe(JsonText resolved)
    {
        var name = IsDuration ? "{\"duration\":"u8 : "{\"until\":"u8;
        return CalendarName is null
            ? new JsonText((byte[])[.. name, .. resolved.Utf8.Span, (byte)'}'])
            : new JsonText((byte[])[.. name, .. resolved.Utf8.Span, .. ",\"calendar\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(CalendarName, CanvasJsonContext.Default.String), (byte)'}']);
    }

    /// <summary>Adds without overflow: what is later than the calendar's end is at its end.</summary>
    internal static DateTimeOffset After(DateTimeOffset now, TimeSpan duration) =>
        duration <= TimeSpan.Zero ? now : duration >= DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + duration;
}
