using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>The characters of a text, number or Boolean of a payload, in NFC: decoded without allocating, whatever they are.</summary>
/// <remarks>
/// <see cref="JsonElement.GetString"/> throws on half a surrogate pair; this puts U+FFFD in its place. Dispose it: long texts
/// are in a pooled array.
/// </remarks>
internal ref struct FieldText
{
    /// <summary>A good length for the stack space that is handed in.</summary>
    public const int Scratch = 256;

    private char[]? _rented;

    /// <summary>Initializes a new instance of the <see cref="FieldText"/> struct.</summary>
    public FieldText(JsonElement value, Span<char> scratch)
        : this(value, scratch, normalize: true)
    {
    }

    private FieldText(JsonElement value, Span<char> scratch, bool normalize)
    {
        if (!HasText(value))
        {
            return;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind is JsonValueKind.String)
        {
            raw = raw[1..^1];
        }

        if (raw.Length > scratch.Length)
        {
            scratch = _rented = ArrayPool<char>.Shared.Rent(raw.Length);
        }

        var chars = scratch[..Decode(raw, scratch)];
        Chars = normalize ? Nfc.Of(chars) : chars;
    }

    /// <summary>Gets the characters; none when the value has no text.</summary>
    public ReadOnlySpan<char> Chars { get; }

    /// <summary>Tells whether a value is a text or, as a number or Boolean, has one.</summary>
    public static bool HasText(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    /// <summary>Reads a text as it is, not normalized.</summary>
    public static string ReadString(JsonElement value)
    {
        using var text = new FieldText(value, stackalloc char[Scratch], normalize: false);
        return text.Chars.ToString();
    }

    /// <summary>Reads a member's name as it is, not normalized.</summary>
    public static string ReadName(JsonProperty member)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        var rented = ArrayPool<char>.Shared.Rent(raw.Length);
        var name = new string(rented, 0, Decode(raw, rented));
        ArrayPool<char>.Shared.Return(rented);
        return name;
    }

    /// <summary>Gives the pooled array back.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static int Decode(ReadOnlySpan<byte> raw, Span<char> chars)
    {
        var used = 0;
        var paired = true;
        while (!raw.IsEmpty)
        {
            var escape = raw.IndexOf((byte)'\\');
            var plain = escape < 0 ? raw : raw[..escape];
            used += Encoding.UTF8.GetChars(plain, chars[used..]);
            raw = raw[plain.Length..];
            if (!raw.IsEmpty)
            {
                chars[used] = Unescape(raw, out var length);
                paired &= !char.IsSurrogate(chars[used]);
                used++;
                raw = raw[Math.Min(length, raw.Length)..];
            }
        }

        if (!paired)
        {
            ReplaceHalves(chars[..used]);
        }

        return used;
    }

    private static char Unescape(ReadOnlySpan<byte> raw, out int length)
    {
        length = 2;
        switch (raw.Length > 1 ? raw[1] : 0)
        {
            case (byte)'n': return '\n';
            case (byte)'t': return '\t';
            case (byte)'r': return '\r';
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'u' when raw.Length >= 6
                && ushort.TryParse(raw.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                length = 6;
                return (char)unit;
            case var other: return (char)other;
        }
    }

    private static void ReplaceHalves(Span<char> chars)
    {
        for (var at = 0; at < chars.Length; at++)
        {
            if (char.IsHighSurrogate(chars[at]) && at + 1 < chars.Length && char.IsLowSurrogate(chars[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(chars[at]))
            {
                chars[at] = '\uFFFD';
            }
        }
    }
}
