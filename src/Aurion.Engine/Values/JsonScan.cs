using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Aurion.Engine.Values;

/// <summary>Goes over the bytes of a JSON text, many at a time where that can be.</summary>
/// <remarks>The text is followed by zeros, at least as many as a vector has: they end every search here.</remarks>
internal static class JsonScan
{
    /// <summary>What is answered instead of a position for what is no JSON.</summary>
    public const int Refused = -1;

    /// <summary>Copies the text.</summary>
    /// <returns>Whether it is ASCII alone.</returns>
    public static bool Copy(ReadOnlySpan<byte> utf8, Span<byte> buffer)
    {
        if (utf8.Length < Vector256<byte>.Count)
        {
            utf8.CopyTo(buffer);
            return Ascii.IsValid(utf8);
        }

        ref var from = ref MemoryMarshal.GetReference(utf8);
        ref var to = ref MemoryMarshal.GetReference(buffer);
        var last = utf8.Length - Vector256<byte>.Count;
        var all = Vector256.LoadUnsafe(ref from, (nuint)last); // the last vector overlaps the one before it
        all.StoreUnsafe(ref to, (nuint)last);
        for (var at = 0; at < last; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref from, (nuint)at);
            bytes.StoreUnsafe(ref to, (nuint)at);
            all |= bytes;
        }

        return all.ExtractMostSignificantBits() == 0;
    }

    /// <summary>Goes over white space.</summary>
    /// <returns>The position behind it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipSpace(ref byte text, int at)
    {
        return Unsafe.Add(ref text, at) > ' ' ? at : SkipSpaces(ref text, at);
    }

    private static int SkipSpaces(ref byte text, int at)
    {
        while (Unsafe.Add(ref text, at) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>Finds the next byte that does not simply belong to a text: a quote, a backslash, a control character, the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FindStop(ref byte text, int at)
    {
        while (true)
        {
            var bytes = Vector256.LoadUnsafe(ref text, (nuint)at);
            var stops = (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes)).ExtractMostSignificantBits();
            if (stops != 0)
            {
                return at + BitOperations.TrailingZeroCount(stops);
            }

            at += Vector256<byte>.Count;
        }
    }

    /// <summary>Goes over a number of JSON's grammar.</summary>
    /// <returns>The position behind it; <see cref="Refused"/> for what is none, or is too long.</returns>
    public static int SkipNumber(ref byte text, int at)
    {
        var start = at;
        at += Unsafe.Add(ref text, at) == '-' ? 1 : 0;
        var digits = at;
        at = SkipDigits(ref text, at);
        if (at == digits || (Unsafe.Add(ref text, digits) == '0' && at > digits + 1))
        {
            return Refused;
        }

        if (Unsafe.Add(ref text, at) == '.')
        {
            digits = at + 1;
            at = SkipDigits(ref text, digits);
            if (at == digits)
            {
                return Refused;
            }
        }

        if (Unsafe.Add(ref text, at) is (byte)'e' or (byte)'E')
        {
            at++;
            at += Unsafe.Add(ref text, at) is (byte)'+' or (byte)'-' ? 1 : 0;
            digits = at;
            at = SkipDigits(ref text, digits);
            if (at == digits)
            {
                return Refused;
            }
        }

        return at - start <= StrictJson.MaxNumberLength ? at : Refused;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipDigits(ref byte text, int at)
    {
        while ((uint)(Unsafe.Add(ref text, at) - '0') <= 9)
        {
            at++;
        }

        return at;
    }
}
