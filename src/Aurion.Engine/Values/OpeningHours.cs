using System.Collections.Immutable;

namespace Aurion.Engine.Values;

/// <summary>The hours of a calendar on clocks that run evenly: ticks since 0001-01-01, a Monday, on the zone's clocks.</summary>
/// <remarks>Immutable. Everything rests on how much was open before a moment, which is found without walking there.</remarks>
internal sealed class OpeningHours
{
    public const long Day = TimeSpan.TicksPerDay;
    public const long Week = 7 * Day;

    /// <summary>How far a walk goes: 100 years.</summary>
    public const long Horizon = 36_525 * Day;

    private readonly (long Start, long End)[][] _stretches = new (long, long)[7][]; // by day, Monday first, within the day
    private readonly long[] _openBeforeDay = new long[8]; // in a week
    private readonly long[] _holidays; // days since 0001-01-01
    private readonly long[] _lostBefore; // by holiday

    public OpeningHours(ImmutableArray<BusinessHours> hours, ImmutableArray<DateOnly> holidays)
    {
        for (var day = 0; day < 7; day++)
        {
            _stretches[day] = Merge(hours.SelectMany(stretch => PartsOn(day, stretch)));
            _openBeforeDay[day + 1] = _openBeforeDay[day] + _stretches[day].Sum(static stretch => stretch.End - stretch.Start);
        }

        _holidays = [.. holidays.Select(static day => (long)day.DayNumber)];
        _lostBefore = new long[_holidays.Length + 1];
        for (var at = 0; at < _holidays.Length; at++)
        {
            _lostBefore[at + 1] = _lostBefore[at] + OpenOn(_holidays[at] % 7);
        }
    }

    /// <summary>Tells whether a moment is within the hours.</summary>
    public bool IsOpen(long local)
    {
        var day = DayOf(local, out var time);
        foreach (var (start, end) in StretchesOf(day))
        {
            if (time >= start && time < end)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Measures what was open before a moment, since the beginning of time; only differences mean anything.</summary>
    public long Before(long local)
    {
        var day = DayOf(local, out var time);
        var weeks = FloorDivide(day, 7, out var weekday);
        var open = (weeks * _openBeforeDay[7]) + _openBeforeDay[weekday] - _lostBefore[HolidaysBefore(day)];
        foreach (var (start, end) in StretchesOf(day))
        {
            open += Math.Clamp(time, start, end) - start;
        }

        return open;
    }

    /// <summary>Finds the first moment, none before <paramref name="from"/>, by which that much was open.</summary>
    public long FirstWith(long open, long from)
    {
        for (var day = DayOf(from, out _); ; day++)
        {
            var missing = open - Before(day * Day);
            foreach (var (start, end) in StretchesOf(day))
            {
                if (missing <= end - start)
                {
                    return (day * Day) + start + missing;
                }

                missing -= end - start;
            }
        }
    }

    /// <summary>Finds the last moment, none after <paramref name="from"/>, by which no more than that was open.</summary>
    public long LastWith(long open, long from)
    {
        for (var day = DayOf(from - 1, out _); ; day--)
        {
            var over = Before((day + 1) * Day) - open;
            var stretches = StretchesOf(day);
            for (var at = stretches.Length - 1; at >= 0; at--)
            {
                var (start, end) = stretches[at];
                if (over <= end - start)
                {
                    return (day * Day) + end - over;
                }

                over -= end - start;
            }
        }
    }

    private static long DayOf(long local, out long time)
    {
        var day = FloorDivide(local, Day, out var rest);
        time = rest;
        return day;
    }

    private static long FloorDivide(long value, long by, out long rest)
    {
        var (quotient, remainder) = Math.DivRem(value, by);
        rest = remainder < 0 ? remainder + by : remainder;
        return remainder < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Cuts a stretch at midnight and takes what falls on a day.</summary>
    private static IEnumerable<(long Start, long End)> PartsOn(int day, BusinessHours hours)
    {
        var begins = ((int)hours.Day + 6) % 7;
        var (opens, closes) = (hours.Opens.Ticks, hours.Closes.Ticks);
        if (day == begins)
        {
            yield return (opens, closes > opens ? closes : Day);
        }

        if (day == (begins + 1) % 7 && closes <= opens && closes > 0)
        {
            yield return (0, closes);
        }
    }

    private static (long Start, long End)[] Merge(IEnumerable<(long Start, long End)> parts)
    {
        var merged = new List<(long Start, long End)>();
        foreach (var part in parts.Order())
        {
            if (merged is [.., var last] && part.Start <= last.End)
            {
                merged[^1] = (last.Start, Math.Max(last.End, part.End));
            }
            else
            {
                merged.Add(part);
            }
        }

        return [.. merged];
    }

    private long OpenOn(long weekday) => _openBeforeDay[weekday + 1] - _openBeforeDay[weekday];

    private ReadOnlySpan<(long Start, long End)> StretchesOf(long day)
    {
        if (Array.BinarySearch(_holidays, day) >= 0)
        {
            return [];
        }

        FloorDivide(day, 7, out var weekday);
        return _stretches[weekday];
    }

    private int HolidaysBefore(long day)
    {
        var at = Array.BinarySearch(_holidays, day);
        return at < 0 ? ~at : at;
    }
}
