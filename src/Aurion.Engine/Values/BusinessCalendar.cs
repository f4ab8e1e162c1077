using System.Collections.Immutable;
using System.Globalization;

namespace Aurion.Engine.Values;

/// <summary>When a team works: weekly hours on the clocks of a zone, without holidays.</summary>
/// <remarks>
/// <para>Immutable and safe for concurrent use; plain data, so that the same question has the same answer every time.</para>
/// <para>It is open when the zone's clocks show a time within the hours on a day that is no holiday. Business time is the time
/// that really passes meanwhile: an hour that the clocks show twice counts twice, one that they skip does not count. Hours
/// past midnight belong to the day that they fall on: on a holiday a night shift of the evening before ends at midnight.</para>
/// </remarks>
public sealed class BusinessCalendar
{
    private readonly TimeZoneInfo _zone;
    private readonly OpeningHours _hours;

    /// <summary>Initializes a new instance of the <see cref="BusinessCalendar"/> class.</summary>
    /// <param name="zone">The IANA name of the zone, for example <c>Europe/Berlin</c>.</param>
    /// <param name="hours">The weekly hours; stretches that touch or overlap are one.</param>
    /// <param name="holidays">The days that are closed, dates of the zone; null is none.</param>
    /// <exception cref="ArgumentException">There are no hours at all, or the zone has no IANA name.</exception>
    /// <exception cref="TimeZoneNotFoundException">The machine knows no such zone.</exception>
    public BusinessCalendar(string zone, IEnumerable<BusinessHours> hours, IEnumerable<DateOnly>? holidays = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(zone);
        ArgumentNullException.ThrowIfNull(hours);
        _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        if (!_zone.HasIanaId)
        {
            throw new ArgumentException($"A calendar's zone has an IANA name such as Europe/Berlin; found '{zone}'.", nameof(zone));
        }

        Hours = [.. hours];
        if (Hours.IsEmpty)
        {
            throw new ArgumentException("A calendar that never opens can measure nothing: give it hours.", nameof(hours));
        }

        Holidays = [.. (holidays ?? []).Distinct().Order()];
        _hours = new OpeningHours(Hours, Holidays);
        var content = Hours.Select(Describe).Concat(Holidays.Select(static day => day.ToString("O", CultureInfo.InvariantCulture))).Prepend(_zone.Id);
        Version = StableHash.Of(string.Join('\n', content), Holidays.Length).ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>Gets the IANA name of the zone.</summary>
    public string Zone => _zone.Id;

    /// <summary>Gets the weekly hours as they were given.</summary>
    public ImmutableArray<BusinessHours> Hours { get; }

    /// <summary>Gets the days that are closed, in order, each once.</summary>
    public ImmutableArray<DateOnly> Holidays { get; }

    /// <summary>Gets a text that is the same for the same zone, hours and holidays, and another for others.</summary>
    public string Version { get; }

    /// <summary>Tells whether it is open.</summary>
    /// <param name="at">The moment. A stretch begins with its first moment and ends before its last.</param>
    /// <returns>Whether that is within the hours.</returns>
    public bool IsOpen(DateTimeOffset at) => IsOpen(at.UtcTicks);

    /// <summary>Measures the business time between two moments.</summary>
    /// <param name="start">The one moment.</param>
    /// <param name="end">The other moment.</param>
    /// <returns>The business time; negative when <paramref name="end"/> is earlier.</returns>
    public TimeSpan Between(DateTimeOffset start, DateTimeOffset end) => new(
        start <= end ? Between(start.UtcTicks, end.UtcTicks) : -Between(end.UtcTicks, start.UtcTicks));

    /// <summary>Goes forward by business time.</summary>
    /// <param name="from">The moment to begin at.</param>
    /// <param name="businessTime">How much business time is to pass; a negative one goes back.</param>
    /// <returns>
    /// The first moment by which it has passed (going back: the last), in UTC: an hour from 16:00 to a close at 17:00 ends at 17:00,
    /// not the next morning. What lies more than 100 years away is <see cref="DateTimeOffset.MaxValue"/> or <see cref="DateTimeOffset.MinValue"/>.
    /// </returns>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan businessTime) => new(
        businessTime >= TimeSpan.Zero ? After(from.UtcTicks, businessTime.Ticks) : Before(from.UtcTicks, -businessTime.Ticks),
        TimeSpan.Zero);

    /// <summary>Tells whether it is open; UTC ticks.</summary>
    internal bool IsOpen(long at) => _hours.IsOpen(at + OffsetAt(at));

    /// <summary>Measures between moments in UTC ticks that are in order.</summary>
    internal long Between(long start, long end)
    {
        var total = 0L;
        while (start < end)
        {
            var next = Math.Min(end, start + OpeningHours.Week);
            var offset = OffsetAt(start);
            next = FirstOther(offset, start, next);
            total += _hours.Before(next + offset) - _hours.Before(start + offset);
            start = next;
        }

        return total;
    }

    /// <summary>Finds the first moment by which a business time has passed; UTC ticks.</summary>
    internal long After(long from, long remaining)
    {
        var horizon = Math.Min(DateTimeOffset.MaxValue.UtcTicks, from + OpeningHours.Horizon);
        for (var at = from; remaining > 0;)
        {
            if (at >= horizon)
            {
                return DateTimeOffset.MaxValue.UtcTicks;
            }

            var offset = OffsetAt(at);
            var next = FirstOther(offset, at, Math.Min(horizon, at + OpeningHours.Week));
            var reached = _hours.Before(at + offset) + remaining;
            var open = _hours.Before(next + offset);
            if (open >= reached)
            {
                return _hours.FirstWith(reached, at + offset) - offset;
            }

            remaining = reached - open;
            at = next;
        }

        return from;
    }

    /// <summary>Finds the last moment from which a business time has passed; UTC ticks.</summary>
    internal long Before(long from, long remaining)
    {
        var horizon = Math.Max(DateTimeOffset.MinValue.UtcTicks, from - OpeningHours.Horizon);
        for (var at = from; remaining > 0;)
        {
            if (at <= horizon)
            {
                return DateTimeOffset.MinValue.UtcTicks;
            }

            var offset = OffsetAt(at - 1);
            var next = LastOther(offset, Math.Max(horizon, at - OpeningHours.Week), at);
            var reached = _hours.Before(at + offset) - remaining;
            var open = _hours.Before(next + offset);
            if (open <= reached)
            {
                return _hours.LastWith(reached, at + offset) - offset;
            }

            remaining = open - reached;
            at = next;
        }

        return from;
    }

    private static string Describe(BusinessHours hours) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)hours.Day} {hours.Opens.Ticks} {hours.Closes.Ticks}");

    private long OffsetAt(long utc) =>
        _zone.GetUtcOffset(new DateTime(Math.Clamp(utc, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc)).Ticks;

    // No zone sets its clocks twice within a week: where both ends have the same offset, so has what lies between.

    /// <summary>Finds the first moment with another offset; <paramref name="to"/> when all before it have the same.</summary>
    private long FirstOther(long offset, long from, long to)
    {
        if (OffsetAt(to - 1) == offset)
        {
            return to;
        }

        var other = to - 1;
        while (other - from > 1)
        {
            var middle = from + ((other - from) / 2);
            if (OffsetAt(middle) == offset)
            {
                from = middle;
            }
            else
            {
                other = middle;
            }
        }

        return other;
    }

    /// <summary>Finds the first moment of those before <paramref name="to"/> that have the offset without a break.</summary>
    private long LastOther(long offset, long from, long to)
    {
        if (OffsetAt(from) == offset)
        {
            return from;
        }

        var same = to - 1;
        while (same - from > 1)
        {
            var middle = from + ((same - from) / 2);
            if (OffsetAt(middle) == offset)
            {
                same = middle;
            }
            else
            {
                from = middle;
            }
        }

        return same;
    }
}
