using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>Folds texts so that two are equal, ignoring case after NFC, exactly when their folded bytes are.</summary>
/// <remarks>ASCII is folded byte by byte, 32 at a time; everything else by way of characters: NFC, then upper case.</remarks>
internal static class TextFold
{
    private const char LongS = '\u017F'; // has the upper case S, but no comparison takes the two for one

    /// <summary>The most bytes that a text of a length needs, and room for vectors.</summary>
    public static int Room(int length) => (6 * length) + 64; // NFC at most triples the bytes, upper case adds half

    /// <summary>
    /// Tells whether the fold of a condition's text can stand for comparing it. Past the basic plane the two tables of the
    /// framework, of upper case and of comparing without case, are of different editions of Unicode.
    /// </summary>
    public static bool CanFold(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains(LongS, StringComparison.Ordinal);

    /// <summary>Folds the text of a condition, which is in NFC.</summary>
    public static byte[] Of(string text) => Encoding.UTF8.GetBytes(text.ToUpperInvariant());

    /// <summary>Folds a text of a payload.</summary>
    /// <param name="text">The text in UTF-8, without escapes, followed by at least 31 bytes that may be read.</param>
    /// <param name="isAscii">Whether it is known to be ASCII.</param>
    /// <param name="folded">Takes the bytes; it has <see cref="Room"/>.</param>
    /// <returns>The number of bytes.</returns>
    public static int Fold(ReadOnlySpan<byte> text, bool isAscii, Span<byte> folded)
    {
        if (!isAscii && !Ascii.IsValid(text))
        {
            return FoldCharacters(text, folded);
        }

        ref var from = ref MemoryMarshal.GetReference(text);
        ref var to = ref MemoryMarshal.GetReference(folded);
        for (var at = 0; at < text.Length; at += Vector256<sbyte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref Unsafe.As<byte, sbyte>(ref from), (nuint)at);
            var isLower = Vector256.GreaterThan(bytes, Vector256.Create((sbyte)('a' - 1))) & Vector256.LessThan(bytes, Vector256.Create((sbyte)('z' + 1)));
            (bytes ^ (isLower & Vector256.Create((sbyte)0x20))).StoreUnsafe(ref Unsafe.As<byte, sbyte>(ref to), (nuint)at);
        }

        return text.Length;
    }

    private static int FoldCharacters(ReadOnlySpan<byte> text, Span<byte> folded)
    {
        var buffer = ArrayPool<char>.Shared.Rent(2 * text.Length);
        try
        {
            var all = buffer.AsSpan();
            ReadOnlySpan<char> chars = all[..Encoding.UTF8.GetChars(text, all)];
            chars = Nfc.Of(chars);
            if (chars.Length > all.Length - text.Length)
            {
                all = new char[text.Length + chars.Length]; // a composition that is excluded is longer than what was there
            }

            var upper = all.Slice(text.Length, chars.ToUpperInvariant(all[text.Length..]));
            for (var at = chars.IndexOf(LongS); at >= 0 && at < chars.Length; at++)
            {
                upper[at] = chars[at] == LongS ? LongS : upper[at];
            }

            return Encoding.UTF8.GetBytes(upper, folded);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
