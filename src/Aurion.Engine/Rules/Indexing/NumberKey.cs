using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>
/// A number as bytes that are equal when the numbers are, and in their order: sign, exponent, digits. The same numbers
/// as <see cref="ExactNumber"/> takes, and the same order.
/// </summary>
internal struct NumberKey
{
    private const byte Negative = 0;
    private const byte Zero = 1;
    private const byte Positive = 2;
    private const int MaxExponentDigits = 18;
    private static readonly double[] Powers =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private Room _bytes;
    private int _length;

    /// <summary>Gets the nearest double: in the numbers' order, but different numbers may share it.</summary>
    public double Nearest { get; private set; }

    /// <summary>Gets the key.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)_bytes)[.._length];

    /// <summary>Reads a number.</summary>
    /// <param name="text">JSON's grammar, at most 100 characters, an exponent of at most 18 digits, nothing around it.</param>
    /// <param name="key">The key.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out NumberKey key)
    {
        key = default;
        if (text.IsEmpty || text.Length > StrictJson.MaxNumberLength || text[0] > '9')
        {
            return false;
        }

        Span<byte> digits = key._bytes;
        var at = text[0] == '-' ? 1 : 0;
        var whole = CountDigits(text, at);
        if (whole == 0 || (text[at] == '0' && whole > 1))
        {
            return false;
        }

        // The digits stand where they belong in the key, behind sign and exponent.
        text.Slice(at, whole).CopyTo(digits[9..]);
        var count = whole;
        at += whole;
        if (at < text.Length && text[at] == '.')
        {
            var fraction = CountDigits(text, ++at);
            if (fraction == 0)
            {
                return false;
            }

            text.Slice(at, fraction).CopyTo(digits[(9 + whole)..]);
            count += fraction;
            at += fraction;
        }

        var exponent = 0L;
        if (at < text.Length && !TryReadExponent(text[at..], out exponent))
        {
            return false;
        }

        key.Finish(text, count, whole + exponent);
        return true;
    }

    /// <summary>Reads the nearest double of a number without exponent and with few digits; everything else is for <see cref="TryRead"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="nearest">What <see cref="Nearest"/> is for it.</param>
    /// <returns>Whether it is such a number.</returns>
    public static bool TryReadShort(ReadOnlySpan<byte> text, out double nearest)
    {
        nearest = 0;
        var at = !text.IsEmpty && text[0] == '-' ? 1 : 0;
        if (text.Length - at is 0 or > 15 || (text[at] == '0' && text.Length > at + 1 && text[at + 1] != '.'))
        {
            return false;
        }

        var number = 0L;
        var point = text.Length;
        for (var next = at; next < text.Length; next++)
        {
            var digit = (uint)(text[next] - '0');
            if (digit <= 9)
            {
                number = (number * 10) + digit;
            }
            else if (text[next] == '.' && point == text.Length && next > at && next < text.Length - 1)
            {
                point = next;
            }
            else
            {
                return false;
            }
        }

        // Both are exact in a double, so that one division rounds once.
        nearest = point == text.Length ? number : number / Powers[text.Length - point - 1];
        nearest = at == 0 || number == 0 ? nearest : -nearest;
        return true;
    }

    private void Finish(ReadOnlySpan<byte> text, int count, long exponent)
    {
        Span<byte> bytes = _bytes;
        var digits = bytes.Slice(9, count);
        var significant = digits.TrimStart((byte)'0');
        exponent -= digits.Length - significant.Length;
        significant = significant.TrimEnd((byte)'0');
        if (significant.IsEmpty)
        {
            bytes[0] = Zero;
            _length = 1;
            return;
        }

        var isNegative = text[0] == '-';
        Nearest = FindNearest(text, significant, exponent, isNegative);
        significant.CopyTo(bytes[9..]);
        _length = 9 + significant.Length;
        bytes[0] = Positive;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[1..], (ulong)exponent ^ (1UL << 63));
        if (isNegative)
        {
            bytes[0] = Negative;
            foreach (ref var part in bytes[1.._length])
            {
                part = (byte)~part;
            }

            bytes[_length++] = 0xFF; // the shorter of two that begin alike is the greater
        }
    }

    private static double FindNearest(ReadOnlySpan<byte> text, ReadOnlySpan<byte> digits, long exponent, bool isNegative)
    {
        var power = exponent - digits.Length;
        if (digits.Length > 15 || power is < -22 or > 22)
        {
            return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        // Both are exact in a double, so that one division or multiplication rounds once.
        var number = 0L;
        foreach (var digit in digits)
        {
            number = (number * 10) + (digit - '0');
        }

        var nearest = power < 0 ? number / Powers[-power] : number * Powers[power];
        return isNegative ? -nearest : nearest;
    }

    private static int CountDigits(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        while (at < text.Length && (uint)(text[at] - '0') <= 9)
        {
            at++;
        }

        return at - from;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text[0] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        var isSigned = text.Length > 1 && text[1] is (byte)'+' or (byte)'-';
        var digits = text[(isSigned ? 2 : 1)..];
        if (digits.IsEmpty || CountDigits(digits, 0) != digits.Length)
        {
            return false;
        }

        digits = digits.TrimStart((byte)'0');
        if (digits.Length > MaxExponentDigits)
        {
            return false;
        }

        foreach (var digit in digits)
        {
            exponent = (exponent * 10) + (digit - '0');
        }

        exponent = text[1] == '-' ? -exponent : exponent;
        return true;
    }

    [InlineArray(9 + StrictJson.MaxNumberLength + 1)]
    private struct Room
    {
        private byte _first;
    }
}
