using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Aurion.Engine.Values;

/// <summary>A range of IP addresses in CIDR notation, <c>10.0.0.0/8</c> or <c>2001:db8::/32</c>; an address alone is a range of one.</summary>
/// <remarks>IPv4 and IPv6 are separate: <c>::/0</c> is every IPv6 address and no IPv4 address.</remarks>
internal readonly record struct IpRange
{
    private const string Allowed = "a range is an IPv4 or IPv6 address, or one with a prefix such as \"10.0.0.0/8\" or \"2001:db8::/32\"";
    private readonly IpAddressText _first;
    private readonly UInt128 _mask;

    private IpRange(IpAddressText first, UInt128 mask) => (_first, _mask) = (first, mask);

    /// <summary>Reads a range.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpRange range, [NotNullWhen(false)] out string? error)
    {
        range = default;
        var slash = text.IndexOf('/');
        var written = slash < 0 ? text : text[..slash];
        if (!IpAddressText.TryParse(written, out var address))
        {
            error = $"{Allowed}, without zone, port or leading zeros";
            return false;
        }

        // The prefix of an IPv4 address that is written inside IPv6 counts from the beginning of the 128 bits.
        var width = written.Contains(':') ? 128 : 32;
        var prefix = width;
        if (slash >= 0 && (text.Length - slash is < 2 or > 4 || (text[slash + 1] == '0' && text.Length - slash > 2)
            || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > width))
        {
            error = string.Create(CultureInfo.InvariantCulture, $"the prefix of this address is a whole number from 0 to {width}");
            return false;
        }

        var hostBits = width - prefix;
        if (hostBits > address.Width)
        {
            error = "a prefix shorter than 96 would mix IPv4 with IPv6: write the IPv4 range by itself";
            return false;
        }

        var mask = hostBits >= 128 ? 0 : UInt128.MaxValue << hostBits;
        range = new IpRange(address, mask);
        error = (address.Bits & ~mask) == 0 ? null : "it has bits behind its prefix: a range begins with its first address";
        return error is null;
    }

    /// <summary>Tells whether an address is in the range.</summary>
    public bool Contains(in IpAddressText address) => address.IsV4 == _first.IsV4 && (address.Bits & _mask) == _first.Bits;
}
