using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>Logic on bits in blocks of 256.</summary>
internal static class BitBlocks
{
    /// <summary>Joins: what is in either. Missing blocks at the end of <paramref name="other"/> are empty; blocks past the target's end are ignored.</summary>
    public static void Or(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        var length = Math.Min(bits.Length, other.Length);
        ref var to = ref MemoryMarshal.GetReference(bits);
        ref var from = ref MemoryMarshal.GetReference(other);
        for (var at = 0; at < length; at += RuleBits.BlockWords)
        {
            (Vector256.LoadUnsafe(ref to, (nuint)at) | Vector256.LoadUnsafe(ref from, (nuint)at)).StoreUnsafe(ref to, (nuint)at);
        }
    }

    /// <summary>Keeps what is in both, or with <paramref name="negated"/> what is not in the other; the lengths are the same.</summary>
    /// <returns>Whether anything is left.</returns>
    public static bool And(Span<ulong> bits, ReadOnlySpan<ulong> other, bool negated)
    {
        ref var to = ref MemoryMarshal.GetReference(bits);
        ref var from = ref MemoryMarshal.GetReference(other);
        var flip = negated ? Vector256<ulong>.AllBitsSet : Vector256<ulong>.Zero;
        var left = Vector256<ulong>.Zero;
        for (var at = 0; at < bits.Length; at += RuleBits.BlockWords)
        {
            var both = Vector256.LoadUnsafe(ref to, (nuint)at) & (Vector256.LoadUnsafe(ref from, (nuint)at) ^ flip);
            both.StoreUnsafe(ref to, (nuint)at);
            left |= both;
        }

        return left != Vector256<ulong>.Zero;
    }
}
