using System.Globalization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Values;

public sealed class BusinessCalendarTests
{
    /// <summary>Nine to five in Berlin, Christmas closed.</summary>
    private static readonly BusinessCalendar Office = new(
        "Europe/Berlin", BusinessHours.MondayToFriday(new TimeOnly(9, 0), new TimeOnly(17, 0)), [new DateOnly(2026, 12, 25), new DateOnly(2026, 12, 25)]);

    private static readonly BusinessCalendar Always = new("Europe/Berlin", Enum.GetValues<DayOfWeek>().Select(static day => new BusinessHours(day, default, default)));

    /// <summary>Fridays from ten in the evening to six in the morning.</summary>
    private static readonly BusinessCalendar Night = new(
        "Europe/Berlin", [new BusinessHours(DayOfWeek.Friday, new TimeOnly(22, 0), new TimeOnly(6, 0))], [new DateOnly(2026, 12, 26)]);

    [Theory]
    [InlineData("2026-11-24T08:00:00Z", true)] // its first moment
    [InlineData("2026-11-24T07:59:59.9999999Z", false)]
    [InlineData("2026-11-24T15:59:59.9999999Z", true)]
    [InlineData("2026-11-24T16:00:00Z", false)] // its end
    [InlineData("2026-11-28T10:00:00Z", false)] // Saturday
    [InlineData("2026-12-25T10:00:00Z", false)]
    [InlineData("2026-07-24T07:00:00Z", true)] // summer
    public void IsOpen_Office_GoesByBerlinsClocks(string at, bool open) => Assert.Equal(open, Office.IsOpen(At(at)));

    [Theory]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z", "00:00:00")]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-25T12:00:00Z", "08:00:00")]
    [InlineData("2026-11-27T15:00:00Z", "2026-11-30T09:00:00Z", "02:00:00")] // over a weekend
    [InlineData("2026-12-24T15:00:00Z", "2026-12-28T09:00:00Z", "02:00:00")] // and a holiday
    [InlineData("2026-11-25T12:00:00Z", "2026-11-24T12:00:00Z", "-08:00:00")]
    [InlineData("2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z", "86.16:00:00")] // 261 weekdays and one holiday
    public void Between_Office_CountsOpenTimeAlone(string start, string end, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), Office.Between(At(start), At(end)));

    [Theory]
    [InlineData("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23)] // the clocks skip an hour
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25)] // and show one twice
    public void Between_DayOfAClockChange_CountsTheTimeThatPasses(string start, string end, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Always.Between(At(start), At(end)));

    [Fact]
    public void Between_HoursPastMidnight_EndAtAHoliday()
    {
        Assert.Equal(TimeSpan.FromHours(8), Night.Between(At("2026-11-27T12:00:00Z"), At("2026-11-28T12:00:00Z")));
        Assert.Equal(TimeSpan.FromHours(2), Night.Between(At("2026-12-25T12:00:00Z"), At("2026-12-26T12:00:00Z")));
    }

    [Theory]
    [InlineData("2026-11-24T15:00:00Z", 60, "2026-11-24T16:00:00Z")] // to the close, not to the next morning
    [InlineData("2026-11-24T15:00:00Z", 61, "2026-11-25T08:01:00Z")]
    [InlineData("2026-11-27T15:30:00Z", 240, "2026-11-30T11:30:00Z")]
    [InlineData("2026-11-28T10:00:00Z", 0, "2026-11-28T10:00:00Z")]
    [InlineData("2026-11-24T08:30:00Z", -30, "2026-11-24T08:00:00Z")]
    [InlineData("2026-11-24T08:30:00Z", -60, "2026-11-23T15:30:00Z")]
    [InlineData("2026-12-28T08:30:00Z", -60, "2026-12-24T15:30:00Z")]
    public void Add_Office_IsTheFirstMomentByWhichItHasPassed(string from, int minutes, string expected)
    {
        var found = Office.Add(At(from), TimeSpan.FromMinutes(minutes));

        Assert.Equal(At(expected), found);
        Assert.Equal(TimeSpan.Zero, found.Offset);
    }

    [Fact]
    public void Add_FurtherThanTheHorizon_IsTheEndOfTime()
    {
        Assert.Equal(DateTimeOffset.MaxValue, Night.Add(At("2026-11-24T12:00:00Z"), TimeSpan.FromDays(36_500)));
        Assert.Equal(DateTimeOffset.MinValue, Night.Add(At("2026-11-24T12:00:00Z"), TimeSpan.FromDays(-36_500)));
        Assert.Equal(DateTimeOffset.MaxValue, Office.Add(DateTimeOffset.MaxValue, TimeSpan.FromDays(1)));
        Assert.Equal(DateTimeOffset.MinValue, Office.Add(DateTimeOffset.MinValue, TimeSpan.FromDays(-1)));
    }

    [Fact]
    public void Between_AllOfTime_IsMeasured() =>
        Assert.True(Office.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue) > TimeSpan.FromDays(800_000));

    [Fact]
    public void Version_SameContent_IsTheSameAndAnotherForOther()
    {
        var hours = BusinessHours.MondayToFriday(new TimeOnly(9, 0), new TimeOnly(17, 0));
        string Of(string zone, DateOnly? holiday, int skip) => new BusinessCalendar(zone, hours.Skip(skip), holiday is { } day ? [day] : null).Version;

        Assert.Equal(Of("Europe/Berlin", null, 0), Of("Europe/Berlin", null, 0));
        Assert.Equal(4, new[] { Of("Europe/Berlin", null, 0), Of("Europe/Paris", null, 0), Of("Europe/Berlin", new DateOnly(2026, 1, 1), 0), Of("Europe/Berlin", null, 1) }.Distinct().Count());
    }

    [Fact]
    public void Constructor_NothingToMeasure_IsRefused()
    {
        Assert.Throws<ArgumentException>(static () => new BusinessCalendar("Europe/Berlin", []));
        Assert.Throws<TimeZoneNotFoundException>(static () => new BusinessCalendar("Europe/Atlantis", [new BusinessHours(DayOfWeek.Monday, default, default)]));
        Assert.Throws<ArgumentException>(static () => new BusinessCalendar(" ", [new BusinessHours(DayOfWeek.Monday, default, default)]));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
