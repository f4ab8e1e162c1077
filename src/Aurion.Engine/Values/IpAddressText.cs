using System.Globalization;

namespace Aurion.Engine.Values;

/// <summary>An IP address read from text: IPv4 in four decimal parts, IPv6 as RFC 4291 writes it. No zone, port or brackets.</summary>
/// <remarks>An IPv4 address inside IPv6 (<c>::ffff:10.0.0.1</c>) is that IPv4 address. Reading allocates nothing.</remarks>
internal readonly record struct IpAddressText(bool IsV4, UInt128 Bits)
{
    /// <summary>Gets the number of bits that the address has: 32 or 128.</summary>
    public int Width => IsV4 ? 32 : 128;

    /// <summary>Reads an address; nothing may stand around it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddressText address)
    {
        address = default;
        if (text.Contains(':'))
        {
            if (!TryParseV6(text, out var bits))
            {
                return false;
            }

            address = (bits >> 32) == 0xFFFF ? new IpAddressText(true, bits & uint.MaxValue) : new IpAddressText(false, bits);
            return true;
        }

        var parsed = TryParseV4(text, out var small);
        address = new IpAddressText(true, small);
        return parsed;
    }

    private static bool TryParseV4(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return false; // a leading zero is octal to some readers and decimal to others
            }

            bits = (bits << 8) | value;
        }

        return parts == 4;
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = 0;
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            return TryParseGroups(text, out bits, out var all) && all == 8;
        }

        if (!TryParseGroups(text[..gap], out var left, out var leftCount) || !TryParseGroups(text[(gap + 2)..], out var right, out var rightCount)
            || leftCount + rightCount > 7 || (gap > 0 && text[..gap].Contains('.')))
        {
            return false;
        }

        bits = (leftCount == 0 ? 0 : left << (16 * (8 - leftCount))) | right;
        return true;
    }

    /// <summary>Reads groups of four hexadecimal digits; the last two may be an IPv4 address.</summary>
    private static bool TryParseGroups(ReadOnlySpan<char> text, out UInt128 bits, out int count)
    {
        bits = 0;
        count = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf(':');
            var group = end < 0 ? text : text[..end];
            if (group.Contains('.'))
            {
                count += 2;
                var isLast = TryParseV4(group, out var small) && end < 0 && count <= 8;
                bits = isLast ? (bits << 32) | small : 0;
                return isLast;
            }

            if (group.Length is 0 or > 4 || ++count > 8
                || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            bits = (bits << 16) | value;
            if (end < 0)
            {
                break;
            }

            text = text[(end + 1)..];
            if (text.IsEmpty)
            {
                return false; // a colon at the end
            }
        }

        return true;
    }
}
