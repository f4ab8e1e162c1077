using System.Globalization;

namespace Aurion.Engine.Values;

/// <summary>A date, or a date with a time of day, of ISO 8601's extended format: <c>2026-11-24</c>, <c>2026-11-24T09:30:00.5+01:00</c>.</summary>
/// <remarks>
/// Ticks are 100 ns since 0001-01-01 and may lie outside what <see cref="DateTime"/> holds, for a time near its ends with an
/// offset does. A date alone is that whole day in a zone; a time without an offset is a moment in a zone.
/// </remarks>
internal readonly record struct IsoTime
{
    private readonly long _ticks;
    private readonly long? _offset;

    private IsoTime(long ticks, long? offset, bool isDate)
    {
        _ticks = ticks;
        _offset = offset;
        IsDate = isDate;
    }

    /// <summary>Gets a value indicating whether there is a date alone.</summary>
    public bool IsDate { get; }

    /// <summary>Makes the time that a moment is, given in UTC ticks.</summary>
    public static IsoTime At(long utc) => new(utc, 0, isDate: false);

    /// <summary>Reads a date or a time; nothing may stand around it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IsoTime time)
    {
        time = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..10], out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var date = new DateTime(year, month, day).Ticks;
        if (text.Length == 10)
        {
            time = new IsoTime(date, null, isDate: true);
            return true;
        }

        var rest = text[11..];
        if (text[10] is not ('T' or 't') || !TryReadClock(ref rest, out var clock) || !TryReadOffset(rest, out var offset))
        {
            return false;
        }

        time = new IsoTime(date + clock, offset, isDate: false);
        return true;
    }

    /// <summary>Compares two times by their spans: a day and what lies in it, or two same days, are neither earlier nor later.</summary>
    public static int Compare((long Start, long End) left, (long Start, long End) right) =>
        left.Start == right.Start ? 0 : left.Start >= right.End ? 1 : right.Start >= left.End ? -1 : 0;

    /// <summary>Answers the first moment and, for a day, the first moment after it; for a time both are that time. UTC ticks.</summary>
    public (long Start, long End) Span(TimeZoneInfo zone)
    {
        if (_offset is { } offset)
        {
            return (_ticks - offset, _ticks - offset);
        }

        var start = ZoneTime.ToUtc(_ticks, zone);
        return (start, IsDate ? ZoneTime.ToUtc(_ticks + TimeSpan.TicksPerDay, zone) : start);
    }

    /// <summary>Answers which day it is in a zone, counted from 0001-01-01, a Monday.</summary>
    public long Day(TimeZoneInfo zone) =>
        IsDate ? _ticks / TimeSpan.TicksPerDay : ZoneTime.Day(Span(zone).Start, zone);

    private static bool TryReadClock(ref ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 5 || text[2] != ':' || !TryNumber(text[..2], out var hour) || !TryNumber(text[3..5], out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        text = text[5..];
        if (text.IsEmpty || text[0] != ':')
        {
            return true;
        }

        if (text.Length < 3 || !TryNumber(text[1..3], out var second) || second > 59)
        {
            return false;
        }

        ticks += second * TimeSpan.TicksPerSecond;
        text = text[3..];
        if (text.IsEmpty || text[0] is not ('.' or ','))
        {
            return true;
        }

        var digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length - 1 : digits;
        var unit = TimeSpan.TicksPerSecond;
        for (var at = 1; at <= digits && unit > 1; at++)
        {
            unit /= 10; // digits past the seventh are cut off
            ticks += (text[at] - '0') * unit;
        }

        text = text[(digits + 1)..];
        return digits > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out long? offset)
    {
        offset = null;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text is "Z" or "z")
        {
            offset = 0;
            return true;
        }

        var minutes = text.Length switch
        {
            3 => "00",
            5 => text[3..],
            6 when text[3] == ':' => text[4..],
            _ => [],
        };
        if (minutes.IsEmpty || text[0] is not ('+' or '-') || !TryNumber(text[1..3], out var hour) || !TryNumber(minutes, out var minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        offset = (text[0] == '-' ? -1 : 1) * ((hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute));
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
