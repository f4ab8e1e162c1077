using System.Globalization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Values;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("\"PT30M\"", "00:30:00")]
    [InlineData("\"P2DT4H\"", "2.04:00:00")]
    [InlineData("\"P1W\"", "7.00:00:00")]
    [InlineData("\"P1W2D\"", "9.00:00:00")]
    [InlineData("\"PT0.5H\"", "00:30:00")]
    [InlineData("\"PT1,5S\"", "00:00:01.5")]
    [InlineData("\"PT0S\"", "00:00:00")]
    [InlineData("\"P36500D\"", "36500.00:00:00")]
    [InlineData("{\"amount\":30,\"unit\":\"minutes\"}", "00:30:00")]
    [InlineData("{\"amount\":1.5,\"unit\":\"hour\"}", "01:30:00")]
    [InlineData("{\"unit\":\"weeks\",\"amount\":2,\"note\":1}", "14.00:00:00")]
    [InlineData("{\"amount\":0,\"unit\":\"seconds\"}", "00:00:00")]
    public void TryRead_Duration_IsRead(string json, string expected)
    {
        Assert.True(DurationText.TryRead(JsonText.Parse(json).Element, out var duration, out var error), error);
        Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), duration);
    }

    [Theory]
    [InlineData("\"P\"", "ISO 8601")]
    [InlineData("\"PT\"", "ISO 8601")]
    [InlineData("\"P1DT\"", "ISO 8601")]
    [InlineData("\"30M\"", "ISO 8601")]
    [InlineData("\"P1M\"", "no fixed length")]
    [InlineData("\"P1Y\"", "no fixed length")]
    [InlineData("\"-PT1M\"", "ISO 8601")]
    [InlineData("\"PT-1M\"", "ISO 8601")]
    [InlineData("\"PT1M1H\"", "ISO 8601")]
    [InlineData("\"PT1M1M\"", "ISO 8601")]
    [InlineData("\"P1H\"", "ISO 8601")]
    [InlineData("\"PT1D\"", "ISO 8601")]
    [InlineData("\"PT.M\"", "ISO 8601")]
    [InlineData("\"pt1m\"", "ISO 8601")]
    [InlineData("\"P36500DT1S\"", "at most 36500 days")]
    [InlineData("\"P9999999999999999999999999999W\"", "at most 36500 days")]
    [InlineData("\"P99999999999999999999999999999999999999D\"", "ISO 8601")]
    [InlineData("30", "the number 30")]
    [InlineData("null", "null")]
    [InlineData("{}", "number as its amount")]
    [InlineData("{\"amount\":\"30\",\"unit\":\"minutes\"}", "number as its amount")]
    [InlineData("{\"amount\":30,\"unit\":\"months\"}", "seconds, minutes, hours, days or weeks")]
    [InlineData("{\"amount\":30}", "seconds, minutes, hours, days or weeks")]
    [InlineData("{\"amount\":-1,\"unit\":\"days\"}", "from 0")]
    [InlineData("{\"amount\":1e400,\"unit\":\"days\"}", "from 0")]
    public void TryRead_NoDuration_SaysWhatIsAllowed(string json, string reason)
    {
        Assert.False(DurationText.TryRead(JsonText.Parse(json).Element, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
