using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Aurion.Engine.Values;

/// <summary>Reads JSON from outside and refuses what would trouble later code: see <c>docs/security.md</c>.</summary>
/// <remarks>
/// <para>Stateless and safe for concurrent use.</para>
/// <para>Refused, besides what is no JSON: a name twice in one object, nesting deeper than <see cref="MaxDepth"/>, a number
/// longer than <see cref="MaxNumberLength"/>, invalid UTF-8, half a surrogate pair (escaped too), the character U+0000.
/// A number beyond every numeric type, such as 1e400, is a text like any other.</para>
/// </remarks>
public static class StrictJson
{
    /// <summary>The deepest nesting that is taken: 64 levels, the outermost counted.</summary>
    public const int MaxDepth = 64;

    /// <summary>The longest number that is taken, in characters: 100.</summary>
    public const int MaxNumberLength = 100;

    private const int FastLength = 64 * 1024; // the reader keeps a copy of what it has read last

    [ThreadStatic]
    private static SlotReader? t_reader;

    /// <summary>Gets how a text that has passed is parsed: all has been checked, so nothing is left to throw.</summary>
    internal static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>Reads one JSON value.</summary>
    /// <param name="utf8">The text in UTF-8; it is kept, so the caller must not change it afterwards.</param>
    /// <returns>The value, without white space around it.</returns>
    /// <exception cref="JsonException">The text is not JSON that the engine takes; the message says why and where.</exception>
    public static JsonText Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length <= FastLength)
        {
            var reader = t_reader ??= new SlotReader();
            if (reader.TryRead(utf8.Span, SlotPlan.Empty))
            {
                return new JsonText(utf8[reader.Start..reader.End]);
            }
        }

        var (start, end) = Check(utf8.Span);
        return new JsonText(utf8[start..end]);
    }

    internal static JsonException Refuse(string reason, ReadOnlySpan<byte> utf8, int at)
    {
        var before = utf8[..at];
        var line = before.Count((byte)'\n') + 1;
        var column = at - before.LastIndexOf((byte)'\n');
        return new JsonException(
            string.Create(CultureInfo.InvariantCulture, $"{reason} (line {line}, byte {column})."), path: null, line - 1, column - 1);
    }

    internal static JsonException Refuse(string reason, ReadOnlySpan<byte> before) => Refuse(reason, before, before.Length);

    /// <summary>Checks a text and says what is wrong with it. Slower than <see cref="SlotReader"/>, which answers only whether it is right.</summary>
    internal static (int Start, int End) Check(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw Refuse("The text is not valid UTF-8", utf8, FirstInvalid(utf8));
        }

        // One level more than allowed, so that the refusal is ours.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        using var names = new NameSet(utf8);
        var start = -1;
        while (Read(ref reader, utf8))
        {
            var at = (int)reader.TokenStartIndex;
            start = start < 0 ? at : start;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (reader.CurrentDepth >= MaxDepth)
                    {
                        throw Refuse($"The text is nested deeper than {MaxDepth} levels", utf8, at);
                    }

                    names.Open(reader.CurrentDepth); // a list takes a number too: it does no harm
                    break;
                case JsonTokenType.PropertyName:
                    CheckEscapes(ref reader, utf8, at);
                    if (!names.TryAdd(ref reader))
                    {
                        throw Refuse($"The name \"{reader.GetString()}\" stands twice in one object", utf8, at);
                    }

                    break;
                case JsonTokenType.String:
                    CheckEscapes(ref reader, utf8, at);
                    break;
                case JsonTokenType.Number when reader.ValueSpan.Length > MaxNumberLength:
                    throw Refuse($"A number is longer than {MaxNumberLength} characters", utf8, at);
            }
        }

        return (start, utf8.TrimEnd(" \t\r\n"u8).Length);
    }

    private static bool Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException exception)
        {
            // The reader's own message says what it met and ends with its zero-based position; ours comes behind it.
            var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            var reason = (end < 0 ? exception.Message : exception.Message[..end]).TrimEnd('.');
            throw Refuse($"The text is not JSON: {reason}", utf8, (int)Math.Min(utf8.Length, reader.BytesConsumed));
        }
    }

    /// <summary>Checks <c>\u</c> escapes: whole surrogate pairs, no U+0000. The reader has checked their hexadecimal digits.</summary>
    private static void CheckEscapes(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, int at)
    {
        if (!reader.ValueIsEscaped)
        {
            return;
        }

        var text = reader.ValueSpan;
        for (var next = text.IndexOf((byte)'\\'); next >= 0 && next < text.Length;)
        {
            var unit = Utf16Escape(text[next..]);
            var length = unit < 0 ? 2 : 6;
            if (unit == 0)
            {
                throw Refuse("A text holds the character U+0000", utf8, at + 1 + next);
            }

            if (unit is >= 0xD800 and <= 0xDFFF)
            {
                if (unit >= 0xDC00 || Utf16Escape(text[(next + 6)..]) is < 0xDC00 or > 0xDFFF)
                {
                    throw Refuse("A text holds half of a surrogate pair", utf8, at + 1 + next);
                }

                length = 12;
            }

            var gap = text[(next + length)..].IndexOf((byte)'\\');
            next = gap < 0 ? -1 : next + length + gap;
        }
    }

    private static int Utf16Escape(ReadOnlySpan<byte> text) =>
        text.Length >= 6 && text[0] == '\\' && text[1] == 'u'
        && int.TryParse(text.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? unit
            : -1;

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (System.Text.Rune.DecodeFromUtf8(utf8[at..], out _, out var used) is System.Buffers.OperationStatus.Done)
        {
            at += used;
        }

        return at;
    }
}
