using Aurion.Engine.Conditions;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>Times and dates; it is Tuesday 2026-11-24, 12:00 UTC.</summary>
public sealed class TimeTests
{
    [Theory]
    [InlineData("before", "\"2026-11-24T12:00:00Z\"", "\"2026-11-24T11:59:59.9999999Z\"", true)]
    [InlineData("before", "\"2026-11-24T12:00:00Z\"", "\"2026-11-24T12:00:00Z\"", false)]
    [InlineData("on_or_before", "\"2026-11-24T12:00:00Z\"", "\"2026-11-24T13:00:00+01:00\"", true)]
    [InlineData("after", "\"2026-11-24\"", "\"2026-11-24T23:59:59\"", false)] // within that day
    [InlineData("after", "\"2026-11-24\"", "\"2026-11-24T23:00:00Z\"", true)] // 00:00 on the 25th in Berlin
    [InlineData("before", "\"2026-11-24\"", "\"2026-11-23T22:59:59Z\"", true)]
    [InlineData("before", "\"2026-11-24\"", "\"2026-11-23T23:00:00Z\"", false)]
    [InlineData("on_or_before", "\"2026-11-24\"", "\"2026-11-24T22:59:59Z\"", true)]
    [InlineData("on_or_after", "\"2026-11-24\"", "\"2026-11-24\"", true)]
    [InlineData("after", "\"2026-11-23\"", "\"2026-11-24\"", true)]
    [InlineData("after", "\"2026-11-23\"", "\"soon\"", false)]
    [InlineData("after", "\"2026-11-23\"", "1700000000", false)]
    [InlineData("on_or_before", "\"2026-11-23\"", "null", false)]
    [InlineData("greater_than", "\"2026-11-24T10:00:00Z\"", "\"2026-11-24T12:00:00\"", true)]
    [InlineData("between", "[\"2026-11-23\",\"2026-11-24\"]", "\"2026-11-24T22:00:00Z\"", true)]
    [InlineData("after", "\"2026-11-23\"", "[\"2020-01-01\",\"2026-12-01\"]", true)]
    [InlineData("before", "\"2026-10-25T03:00:00\"", "\"2026-10-25T02:30:00\"", true)] // shown twice: the earlier is meant
    [InlineData("equals", "\"2026-10-25T00:30:00Z\"", "\"2026-10-25T02:30:00\"", true)]
    [InlineData("equals", "\"2026-03-29T01:30:00Z\"", "\"2026-03-29T02:30:00\"", true)] // skipped: as long after the gap begins
    public void Evaluate_Order_InBerlin(string comparison, string value, string field, bool holds) =>
        Assert.Equal(holds ? Truth.True : Truth.False, Judge.One(comparison, value, $"{{\"f\":{field}}}", "Europe/Berlin"));

    [Theory]
    [InlineData("older_than", "{\"amount\":30,\"unit\":\"minutes\"}", "\"2026-11-24T11:30:00Z\"", true)] // inclusive
    [InlineData("older_than", "\"PT30M\"", "\"2026-11-24T11:30:00.0000001Z\"", false)]
    [InlineData("older_than", "\"P1D\"", "\"2026-11-23\"", false)] // that day is over since 12 hours only
    [InlineData("older_than", "\"P1D\"", "\"2026-11-22\"", true)]
    [InlineData("older_than", "\"P1D\"", "\"2026-12-01T00:00:00Z\"", false)]
    [InlineData("older_than", "\"P1D\"", "null", false)]
    [InlineData("within_last", "\"PT1H\"", "\"2026-11-24T11:00:00Z\"", true)]
    [InlineData("within_last", "\"PT1H\"", "\"2026-11-24T12:00:01Z\"", false)]
    [InlineData("within_last", "\"PT1H\"", "\"2026-11-24\"", true)]
    [InlineData("within_last", "\"PT12H\"", "\"2026-11-23\"", false)] // it ended just as the twelve hours began
    [InlineData("within_next", "\"P2D\"", "\"2026-11-26T12:00:00Z\"", true)]
    [InlineData("within_next", "\"P2D\"", "\"2026-11-26T12:00:01Z\"", false)]
    [InlineData("within_next", "\"PT12H\"", "\"2026-11-25\"", true)]
    [InlineData("is_today", null, "\"2026-11-24T00:00:00Z\"", true)]
    [InlineData("is_today", null, "\"2026-11-24\"", true)]
    [InlineData("is_today", null, "\"2026-11-25T00:30:00+01:00\"", true)]
    [InlineData("is_today", null, "\"2026-11-25T00:30:00Z\"", false)]
    [InlineData("on_weekday", "\"tuesday\"", "\"2026-11-24T23:00:00Z\"", true)]
    [InlineData("on_weekday", "[\"Mon\",\"WED\"]", "\"2026-11-25\"", true)]
    [InlineData("on_weekday", "[\"sat\",\"sun\"]", "\"2026-11-24\"", false)]
    [InlineData("on_weekday", "\"mon\"", "\"0001-01-01\"", true)]
    public void Evaluate_Clock_InUtc(string comparison, string? value, string field, bool holds) =>
        Assert.Equal(holds ? Truth.True : Truth.False, Judge.One(comparison, value, $"{{\"f\":{field}}}"));

    [Theory]
    [InlineData("Pacific/Kiritimati", false)] // there it is the 25th, 02:00
    [InlineData("America/New_York", true)]
    public void IsToday_SameMoment_DependsOnTheZone(string zone, bool holds) =>
        Assert.Equal(holds ? Truth.True : Truth.False, Judge.One("is_today", null, """{"f":"2026-11-24"}""", zone));

    [Fact]
    public void Before_DayThatBeginsInAGap_BeginsAfterIt()
    {
        // São Paulo's clocks went from 00:00 to 01:00 on 2017-10-15: the day began at 03:00 UTC.
        Assert.Equal(Truth.True, Judge.One("before", "\"2017-10-15\"", """{"f":"2017-10-15T02:59:59Z"}""", "America/Sao_Paulo"));
        Assert.Equal(Truth.False, Judge.One("before", "\"2017-10-15\"", """{"f":"2017-10-15T03:00:00Z"}""", "America/Sao_Paulo"));
    }
}
