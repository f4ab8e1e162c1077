using System.Globalization;
using System.Numerics;
using Aurion.Engine.Values;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Values;

public sealed class ExactNumberTests
{
    [Property(MaxTest = 1_000)]
    public bool CompareTo_RandomNumbers_EqualsBigIntegers(int seed)
    {
        var random = new Random(seed);
        var (left, a) = Make(random);
        var (right, b) = Make(random);
        Assert.True(ExactNumber.TryParse(left, out var x), left);
        Assert.True(ExactNumber.TryParse(right, out var y), right);
        return Math.Sign(x.CompareTo(y)) == a.CompareTo(b) && (x == y) == (a == b) && Math.Sign(y.CompareTo(x)) == b.CompareTo(a);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.0")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("١")]
    [InlineData("1e1000000000000000000")]
    [InlineData("--1")]
    public void TryParse_NoJsonNumber_IsRefused(string text) => Assert.False(ExactNumber.TryParse(text, out _));

    [Theory]
    [InlineData("0", "-0.00e99")]
    [InlineData("1e0000000000000000000000000000005", "100000")]
    [InlineData("0.001e3", "1")]
    [InlineData("1e999999999999999999", "0.1e1000000000000000000")] // 19 digits of exponent: no number, so never equal
    public void CompareTo_OtherSpelling_IsTheSame(string left, string right)
    {
        Assert.True(ExactNumber.TryParse(left, out var x));
        Assert.Equal(right.Length < 20, ExactNumber.TryParse(right, out var y) && x.CompareTo(y) == 0);
    }

    /// <summary>A number as text, and times 10^60 as an integer; few digits and exponents, so that many are equal.</summary>
    private static (string Text, BigInteger Value) Make(Random random)
    {
        var digits = random.Next(4) switch
        {
            0 => random.Next(3).ToString(CultureInfo.InvariantCulture),
            1 => random.Next(1000).ToString(CultureInfo.InvariantCulture),
            2 => "12345678901234567890123456789012345678" + new string('0', random.Next(3)), // the border of the first 38 digits
            _ => "123456789012345678901234567890123456789" + random.Next(10).ToString(CultureInfo.InvariantCulture),
        };
        var fraction = random.Next(2) == 0 ? string.Empty : random.Next(100).ToString("00", CultureInfo.InvariantCulture);
        var exponent = random.Next(-5, 6);
        var sign = random.Next(3) == 0 ? "-" : string.Empty;
        var spelled = random.Next(2) == 0 && exponent == 0 ? string.Empty : $"{(random.Next(2) == 0 ? "e" : "E")}{(exponent >= 0 && random.Next(2) == 0 ? "+" : "")}{exponent.ToString(CultureInfo.InvariantCulture)}";
        var value = BigInteger.Parse(digits + fraction, CultureInfo.InvariantCulture) * BigInteger.Pow(10, 60 + exponent - fraction.Length);
        return ($"{sign}{digits}{(fraction.Length > 0 ? "." + fraction : "")}{spelled}", sign.Length > 0 ? -value : value);
    }
}
