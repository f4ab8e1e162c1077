using Aurion.Engine.Conditions;

namespace Aurion.Engine.Tests.Conditions;

public sealed class CidrTests
{
    [Theory]
    [InlineData("\"10.0.0.0/8\"", "\"10.255.0.1\"", true)]
    [InlineData("\"10.0.0.0/8\"", "\"11.0.0.0\"", false)]
    [InlineData("\"10.0.0.0/8\"", "\"::ffff:10.1.2.3\"", true)] // IPv4 inside IPv6
    [InlineData("\"::ffff:10.0.0.0/104\"", "\"10.1.2.3\"", true)]
    [InlineData("\"2001:db8::/32\"", "\"2001:0DB8:ffff::1\"", true)]
    [InlineData("[\"192.168.0.0/16\",\"2001:db8::/32\"]", "\"192.168.3.4\"", true)]
    [InlineData("[\"192.168.0.0/16\",\"2001:db8::/32\"]", "\"192.169.3.4\"", false)]
    [InlineData("\"192.168.1.7\"", "\"192.168.1.7\"", true)] // a range of one
    [InlineData("\"::/0\"", "\"10.0.0.1\"", false)] // IPv6 alone
    [InlineData("\"0.0.0.0/0\"", "\"255.255.255.255\"", true)]
    [InlineData("\"0.0.0.0/0\"", "\"::1\"", false)]
    [InlineData("\"10.0.0.0/8\"", "\"010.0.0.1\"", false)]
    [InlineData("\"10.0.0.0/8\"", "\"10.0.0.1:443\"", false)]
    [InlineData("\"10.0.0.0/8\"", "\" 10.0.0.1\"", false)]
    [InlineData("\"fe80::/10\"", "\"fe80::1%eth0\"", false)]
    [InlineData("\"10.0.0.0/8\"", "167772161", false)]
    [InlineData("\"10.0.0.0/8\"", "null", false)]
    [InlineData("\"10.0.0.0/8\"", "[\"1.1.1.1\",\"10.0.0.1\"]", true)]
    public void Evaluate_Address_IsInTheRangeOrNot(string ranges, string field, bool holds)
    {
        Assert.Equal(holds ? Truth.True : Truth.False, Judge.One("in_cidr", ranges, $"{{\"f\":{field}}}"));
        Assert.Equal(holds ? Truth.False : Truth.True, Judge.One("not_in_cidr", ranges, $"{{\"f\":{field}}}"));
    }

    [Theory]
    [InlineData("\"10.0.0.1/8\"", "value", "a range begins with its first address")]
    [InlineData("\"10.0.0.0/33\"", "value", "a whole number from 0 to 32")]
    [InlineData("\"10.0.0.0/\"", "value", "a whole number from 0 to 32")]
    [InlineData("\"2001:db8::/129\"", "value", "a whole number from 0 to 128")]
    [InlineData("[\"10.0.0.0/8\",\"office\"]", "value[1]", "found the text \"office\": a range is an IPv4 or IPv6 address")]
    [InlineData("\"::ffff:0.0.0.0/64\"", "value", "would mix IPv4 with IPv6")]
    [InlineData("[]", "value", "at least one value")]
    [InlineData("{}", "value", "found an object")]
    public void Read_NoRange_IsRefused(string value, string path, string message)
    {
        _ = Judge.Read(Judge.Condition("in_cidr", value), out var faults);

        var fault = Assert.Single(faults);
        Assert.Equal($"conditions[0].{path}", fault.Path.ToString());
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
