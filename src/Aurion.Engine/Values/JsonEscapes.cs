using System.Text;

namespace Aurion.Engine.Values;

/// <summary>The escapes of JSON texts, in UTF-8.</summary>
internal static class JsonEscapes
{
    /// <summary>Checks one escape.</summary>
    /// <param name="text">The text from the backslash on; it may end anywhere.</param>
    /// <returns>Its length, 12 for a surrogate pair; 0 for what is no escape, half a pair, or U+0000.</returns>
    public static int Check(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
        {
            return 0;
        }

        switch (text[1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return 2;
            case (byte)'u':
                var unit = Unit(text);
                return unit switch
                {
                    <= 0 => 0,
                    < 0xD800 or > 0xDFFF => 6,
                    < 0xDC00 when Unit(text[6..]) is >= 0xDC00 and <= 0xDFFF => 12,
                    _ => 0,
                };
            default:
                return 0;
        }
    }

    /// <summary>Writes a text without its escapes, all of which have been checked.</summary>
    /// <returns>The number of bytes written; never more than the text has.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> plain)
    {
        var written = 0;
        while (true)
        {
            var escape = text.IndexOf((byte)'\\');
            if (escape < 0)
            {
                text.CopyTo(plain[written..]);
                return written + text.Length;
            }

            text[..escape].CopyTo(plain[written..]);
            written += escape;
            text = text[escape..];
            if (text[1] != 'u')
            {
                plain[written++] = text[1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    var other => other,
                };
                text = text[2..];
                continue;
            }

            var unit = Unit(text);
            var isPair = unit is >= 0xD800 and <= 0xDFFF;
            var rune = isPair ? new Rune((char)unit, (char)Unit(text[6..])) : new Rune(unit);
            written += rune.EncodeToUtf8(plain[written..]);
            text = text[(isPair ? 12 : 6)..];
        }
    }

    private static int Unit(ReadOnlySpan<byte> text)
    {
        if (text.Length < 6 || text[0] != '\\' || text[1] != 'u')
        {
            return -1;
        }

        var unit = 0;
        foreach (var digit in text.Slice(2, 4)) // int.TryParse takes zeros at the end for none
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return -1;
            }

            unit = (unit << 4) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return unit;
    }
}
