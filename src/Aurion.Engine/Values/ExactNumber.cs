using System.Globalization;

namespace Aurion.Engine.Values;

/// <summary>A number of JSON's grammar, exact whatever its size: compared by its digits and its exponent, never as a double.</summary>
/// <remarks>
/// The value is 0.d₁d₂d₃… × 10^exponent with d₁ not 0. The first 38 digits are one integer, filled up with zeros, so that
/// comparing is a few integer comparisons; digits past them are kept as text.
/// </remarks>
internal readonly record struct ExactNumber : IComparable<ExactNumber>
{
    private const int HeadDigits = 38;
    private const int MaxExponentDigits = 18;
    private readonly int _sign;
    private readonly long _exponent;
    private readonly UInt128 _head;
    private readonly string _tail;

    private ExactNumber(int sign, long exponent, UInt128 head, string tail)
    {
        _sign = sign;
        _exponent = exponent;
        _head = head;
        _tail = tail;
    }

    /// <summary>Reads a number: JSON's grammar, at most 100 characters, an exponent of at most 18 digits, nothing around it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ExactNumber number)
    {
        number = default;
        if (text.IsEmpty || text.Length > StrictJson.MaxNumberLength)
        {
            return false;
        }

        var at = text[0] == '-' ? 1 : 0;
        var sign = at == 1 ? -1 : 1;
        var whole = Digits(text, at);
        if (whole == 0 || (text[at] == '0' && whole > 1))
        {
            return false;
        }

        Span<char> digits = stackalloc char[StrictJson.MaxNumberLength];
        text.Slice(at, whole).CopyTo(digits);
        at += whole;
        var count = whole;
        if (at < text.Length && text[at] == '.')
        {
            var fraction = Digits(text, ++at);
            if (fraction == 0)
            {
                return false;
            }

            text.Slice(at, fraction).CopyTo(digits[whole..]);
            at += fraction;
            count += fraction;
        }

        if (!TryReadExponent(text[at..], out var exponent))
        {
            return false;
        }

        number = Normalize(sign, digits[..count], whole + exponent);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ExactNumber other)
    {
        if (_sign != other._sign || _sign == 0)
        {
            return _sign.CompareTo(other._sign);
        }

        var magnitude = _exponent.CompareTo(other._exponent);
        if (magnitude == 0)
        {
            magnitude = _head.CompareTo(other._head);
        }

        if (magnitude == 0)
        {
            magnitude = string.CompareOrdinal(_tail, other._tail);
        }

        return Math.Sign(magnitude) * _sign;
    }

    private static ExactNumber Normalize(int sign, ReadOnlySpan<char> digits, long exponent)
    {
        var significant = digits.TrimStart('0');
        exponent -= digits.Length - significant.Length;
        significant = significant.TrimEnd('0');
        if (significant.IsEmpty)
        {
            return new ExactNumber(0, 0, 0, string.Empty);
        }

        var head = UInt128.Zero;
        for (var at = 0; at < HeadDigits; at++)
        {
            head = (head * 10) + (at < significant.Length ? (uint)(significant[at] - '0') : 0u);
        }

        var tail = significant.Length > HeadDigits ? significant[HeadDigits..].ToString() : string.Empty;
        return new ExactNumber(sign, exponent, head, tail);
    }

    private static int Digits(ReadOnlySpan<char> text, int from)
    {
        var rest = text[from..].IndexOfAnyExceptInRange('0', '9');
        return rest < 0 ? text.Length - from : rest;
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ('e' or 'E'))
        {
            return false;
        }

        var signed = text.Length > 1 && text[1] is '+' or '-';
        var digits = text[(signed ? 2 : 1)..];
        if (digits.IsEmpty || Digits(digits, 0) != digits.Length)
        {
            return false;
        }

        digits = digits.TrimStart('0');
        if (digits.Length > MaxExponentDigits)
        {
            return false;
        }

        exponent = digits.IsEmpty ? 0 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        exponent = text[1] == '-' ? -exponent : exponent;
        return true;
    }
}
