namespace Aurion.Engine.Values;

/// <summary>Turns times of a zone into UTC and back, in ticks, for every input: nothing here can throw.</summary>
internal static class ZoneTime
{
    private static readonly long Last = DateTime.MaxValue.Ticks;

    /// <summary>
    /// Turns a time on a zone's clocks into UTC. A time that the clocks skip is as long after the gap's beginning; of a time
    /// that they show twice the earlier one is meant.
    /// </summary>
    public static long ToUtc(long local, TimeZoneInfo zone)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc))
        {
            return local;
        }

        var time = new DateTime(Math.Clamp(local, 0, Last));
        var offset = zone.GetUtcOffset(time); // for a skipped time: the one before the gap
        if (zone.IsAmbiguousTime(time))
        {
            foreach (var other in zone.GetAmbiguousTimeOffsets(time))
            {
                offset = other > offset ? other : offset;
            }
        }

        return local - offset.Ticks;
    }

    /// <summary>Answers on which day of a zone a time lies, counted from 0001-01-01, a Monday.</summary>
    public static long Day(long utc, TimeZoneInfo zone)
    {
        var time = new DateTime(Math.Clamp(utc, 0, Last), DateTimeKind.Utc);
        var local = utc + zone.GetUtcOffset(time).Ticks;
        return (long)Math.Floor((decimal)local / TimeSpan.TicksPerDay);
    }
}
