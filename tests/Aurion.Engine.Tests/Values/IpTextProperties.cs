using System.Globalization;
using System.Net;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Values;

/// <summary>IP addresses against the framework's own reader, which takes more than we do (zones, brackets, octal).</summary>
public sealed class IpTextProperties
{
    private static readonly string[] Pieces = ["0", "1", "10", "255", "256", "01", "ffff", "FFFF", "db8", "2001", "abcde", "g", ":", ":", "::", "::", ".", ".", "1.2.3.4", ":1.2.3.4", "::ffff:", ""];

    public static Arbitrary<string> Texts() => Gen.OneOf(
        Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces.Take(17))),
        from bytes in Gen.Choose(0, 255).ListOf(16)
        from mask in Gen.Choose(0, 0xFFFF)
        select new IPAddress([.. bytes.Select((value, at) => (mask >> at & 1) == 0 ? (byte)0 : (byte)value)]).ToString(),
        Gen.Choose(0, 255).ListOf(4).Select(static bytes => string.Join('.', bytes))).ToArbitrary();

    [Property(MaxTest = 5_000, Arbitrary = [typeof(IpTextProperties)])]
    public bool TryParse_AnyText_EqualsTheFramework(string text)
    {
        var isPlain = text.Contains(':', StringComparison.Ordinal)
            ? !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal) && HasPlainTail(text)
            : text.Split('.') is { Length: 4 } parts && parts.All(IsPlainPart);
        var expected = isPlain && IPAddress.TryParse(text, out var address) ? address : null;
        var parsed = IpAddressText.TryParse(text, out var found);
        if (expected is null || !parsed)
        {
            return parsed == expected is not null;
        }

        expected = expected.IsIPv4MappedToIPv6 ? expected.MapToIPv4() : expected;
        var bytes = expected.GetAddressBytes();
        return found.IsV4 == (bytes.Length == 4) && found.Bits == bytes.Aggregate(UInt128.Zero, static (bits, value) => (bits << 8) | value);
    }

    private static bool HasPlainTail(string text) =>
        text[(text.LastIndexOf(':') + 1)..] is var tail && (!tail.Contains('.', StringComparison.Ordinal) || (tail.Split('.') is { Length: 4 } parts && parts.All(IsPlainPart)));

    private static bool IsPlainPart(string part) =>
        part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0') && int.Parse(part, CultureInfo.InvariantCulture) < 256;
}
