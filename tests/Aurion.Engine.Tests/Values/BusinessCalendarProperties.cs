using System.Globalization;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Values;

/// <summary>Calendars against one that walks minute by minute and looks at the zone's clocks each time.</summary>
[Properties(Arbitrary = [typeof(BusinessCalendarProperties)])]
public sealed class BusinessCalendarProperties
{
    // Days on which clocks change, among them half an hour (Lord Howe), at midnight (São Paulo), a whole day that is left out (Apia).
    private static readonly (string Zone, string Day)[] Places =
    [
        ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"), ("America/New_York", "2026-11-01"), ("Australia/Lord_Howe", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04"), ("America/Sao_Paulo", "2017-10-15"), ("Pacific/Apia", "2011-12-30"), ("Africa/Casablanca", "2026-02-15"),
        ("Asia/Kolkata", "2026-06-01"), ("UTC", "2026-02-28"),
    ];

    public static Arbitrary<Case> Cases() => (
        from place in Gen.Elements(Places)
        from hours in Hours().NonEmptyListOf()
        from holidays in Gen.Choose(-7, 7).ListOf()
        from offset in Gen.Choose(-3 * 1440, 3 * 1440)
        from length in Gen.OneOf(Gen.Choose(0, 300), Gen.Choose(0, 10 * 1440))
        let day = DateOnly.ParseExact(place.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        select new Case(
            place.Zone,
            [.. hours.Take(5)],
            [.. holidays.Take(2).Select(day.AddDays)],
            new DateTimeOffset(day.ToDateTime(default), TimeSpan.Zero).AddMinutes(offset),
            length)).ToArbitrary();

    [Property(MaxTest = 400)]
    public bool Between_AnyCalendar_EqualsTheMinuteWalker(Case its) =>
        its.Calendar.Between(its.Start, its.Start.AddMinutes(its.Minutes)) == TimeSpan.FromMinutes(its.OpenMinutes().Count());

    [Property(MaxTest = 400)]
    public bool IsOpen_AnyMinute_EqualsTheMinuteWalker(Case its) =>
        Enumerable.Range(0, Math.Min(its.Minutes, 500)).All(minute => its.Calendar.IsOpen(its.Start.AddMinutes(minute)) == its.IsOpen(its.Start.AddMinutes(minute)));

    [Property(MaxTest = 400)]
    public bool Add_AnyCalendar_EndsWhereTheMinuteWalkerDoes(Case its)
    {
        var open = its.OpenMinutes().ToList();
        return open.Count == 0 || its.Calendar.Add(its.Start, TimeSpan.FromMinutes(open.Count)) == open[^1].AddMinutes(1);
    }

    [Property(MaxTest = 400)]
    public bool Add_Back_EndsWhereTheMinuteWalkerDoes(Case its)
    {
        var open = its.OpenMinutes().ToList();
        return open.Count == 0 || its.Calendar.Add(its.Start.AddMinutes(its.Minutes), -TimeSpan.FromMinutes(open.Count)) == open[0];
    }

    [Property(MaxTest = 400)]
    public bool Add_AnyAmount_IsWhatLiesBetween(Case its, int ticks)
    {
        var amount = new TimeSpan(ticks * 10_000L);
        return its.Calendar.Between(its.Start, its.Calendar.Add(its.Start, amount)) == amount;
    }

    private static Gen<BusinessHours> Hours() =>
        from day in Gen.Elements(Enum.GetValues<DayOfWeek>())
        from opens in Gen.Choose(0, 95)
        from closes in Gen.Choose(0, 95)
        select new BusinessHours(day, new TimeOnly(0, 0).AddMinutes(15 * opens), new TimeOnly(0, 0).AddMinutes(15 * closes));

    public sealed record Case(string Zone, IReadOnlyList<BusinessHours> Hours, IReadOnlyList<DateOnly> Holidays, DateTimeOffset Start, int Minutes)
    {
        public BusinessCalendar Calendar { get; } = new(Zone, Hours, Holidays);

        public bool IsOpen(DateTimeOffset at)
        {
            var local = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(Zone)).DateTime;
            var time = TimeOnly.FromDateTime(local);
            return !Holidays.Contains(DateOnly.FromDateTime(local)) && Hours.Any(hours => hours.Closes > hours.Opens
                ? local.DayOfWeek == hours.Day && time >= hours.Opens && time < hours.Closes
                : (local.DayOfWeek == hours.Day && time >= hours.Opens) || (local.AddDays(-1).DayOfWeek == hours.Day && time < hours.Closes));
        }

        public IEnumerable<DateTimeOffset> OpenMinutes() => Enumerable.Range(0, Minutes).Select(minute => Start.AddMinutes(minute)).Where(IsOpen);
    }
}
