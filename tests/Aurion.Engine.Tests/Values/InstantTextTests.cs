using System.Globalization;
using Aurion.Engine.Values;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Values;

public sealed class InstantTextTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-11-24T09:30:00Z", "2026-11-24T09:30:00Z")]
    [InlineData("2026-11-24T09:30Z", "2026-11-24T09:30:00Z")]
    [InlineData("2026-11-24T09:30:00+01:00", "2026-11-24T08:30:00Z")]
    [InlineData("2026-11-24T09:30:00+0100", "2026-11-24T08:30:00Z")]
    [InlineData("2026-11-24t09:30:00-05", "2026-11-24T14:30:00Z")]
    [InlineData("2026-11-24T09:30:00", "2026-11-24T08:30:00Z")] // Berlin's winter
    [InlineData("2026-07-24T09:30:00", "2026-07-24T07:30:00Z")] // and summer
    [InlineData("2026-11-24", "2026-11-23T23:00:00Z")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00Z")]
    [InlineData("2024-02-29T00:00:00,123456789Z", "2024-02-29T00:00:00.1234567Z")]
    public void TryRead_Iso_IsTheMoment(string text, string utc)
    {
        Assert.True(InstantText.TryRead(text, Berlin, out var instant));
        Assert.Equal(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture), instant);
        Assert.Equal(TimeSpan.Zero, instant.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-24T")]
    [InlineData("2026-11-24T09")]
    [InlineData("2026-11-24 09:30:00Z")]
    [InlineData("2026-11-24T09:30:00ZZ")]
    [InlineData("2026-11-24T09:30:00.Z")]
    [InlineData("2026-11-24T24:00:00Z")]
    [InlineData("2026-11-24T09:60:00Z")]
    [InlineData("2026-11-24T09:30:60Z")]
    [InlineData("2026-11-24T09:30:00+1")]
    [InlineData("2026-11-24T09:30:00+01:60")]
    [InlineData("2026-11-24T09:30:00+24:00")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-10")]
    [InlineData("0000-01-01")]
    [InlineData("2026-1-1")]
    [InlineData(" 2026-11-24")]
    [InlineData("20261124T093000Z")]
    [InlineData("24.11.2026")]
    [InlineData("0001-01-01T00:00:00+01:00")] // a moment before DateTimeOffset's first
    [InlineData("9999-12-31T23:59:59-01:00")]
    public void TryRead_NoMoment_IsRefused(string text)
    {
        Assert.False(InstantText.TryRead(text, Berlin, out _));
        Assert.False(InstantText.TryRead(JsonText.Parse($"\"{text}\"").Element, Berlin, out _, out var error));
        Assert.Contains("ISO 8601", error, StringComparison.Ordinal);
    }

    [Property(MaxTest = 500)]
    public bool TryRead_RoundTrip_IsTheSame(DateTimeOffset moment)
    {
        var text = moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
        return InstantText.TryRead(text, Berlin, out var instant) && instant == moment;
    }
}
