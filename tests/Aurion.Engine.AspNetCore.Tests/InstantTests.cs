using Aurion.Engine.AspNetCore.Json;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>Times on the wire.</summary>
public sealed class InstantTests
{
    [Theory]
    [InlineData("2026-02-10T14:30:00+00:00", "2026-02-10T14:30:00Z")]
    [InlineData("2026-02-10T15:30:00.1234567+01:00", "2026-02-10T14:30:00.123456Z")]
    [InlineData("2026-02-10T14:30:00.5+00:00", "2026-02-10T14:30:00.5Z")]
    [InlineData("0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00Z")]
    public void Format_AnyInstant_IsUtcWithAtMostSixDigits(string instant, string expected) =>
        Assert.Equal(expected, InstantConverter.Format(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)));
}
