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

    /// <summary>Leaves out what is among <paramref name="used"/> and not among <paramref name="hits"/>. Missing blocks at their ends are empty.</summary>
    /// <returns>Whether anything may be left.</returns>
    public static bool KeepHits(Span<ulong> bits, ReadOnlySpan<ulong> used, ReadOnlySpan<ulong> hits)
    {
        var length = Math.Min(bits.Length, used.Length);
        var both = Math.Min(length, hits.Length);
        ref var to = ref MemoryMarshal.GetReference(bits);
        ref var usedFrom = ref MemoryMarshal.GetReference(used);
        ref var hitsFrom = ref MemoryMarshal.GetReference(hits);
        var left = Vector256<ulong>.Zero;
        var at = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var leftOfTwo = Vector512<ulong>.Zero;
            for (; at <= both - Vector512<ulong>.Count; at += Vector512<ulong>.Count)
            {
                var kept = Vector512.LoadUnsafe(ref to, (nuint)at) & (Vector512.LoadUnsafe(ref hitsFrom, (nuint)at) | ~Vector512.LoadUnsafe(ref usedFrom, (nuint)at));
                kept.StoreUnsafe(ref to, (nuint)at);
                leftOfTwo |= kept;
            }

            left = leftOfTwo.GetLower() | leftOfTwo.GetUpper();
        }

        for (; at < both; at += RuleBits.BlockWords)
        {
            var kept = Vector256.LoadUnsafe(ref to, (nuint)at) & (Vector256.LoadUnsafe(ref hitsFrom, (nuint)at) | ~Vector256.LoadUnsafe(ref usedFrom, (nuint)at));
            kept.StoreUnsafe(ref to, (nuint)at);
            left |= kept;
        }

        for (; at < length; at += RuleBits.BlockWords)
        {
            var kept = Vector256.AndNot(Vector256.LoadUnsafe(ref to, (nuint)at), Vector256.LoadUnsafe(ref usedFrom, (nuint)at));
            kept.StoreUnsafe(ref to, (nuint)at);
            left |= kept;
        }

        return length < bits.Length || left != Vector256<ulong>.Zero;
    }

    /// <summary>Leaves out what is among <paramref name="hits"/>, whose missing blocks at the end are empty.</summary>
    public static void Remove(Span<ulong> bits, ReadOnlySpan<ulong> hits)
    {
        var length = Math.Min(bits.Length, hits.Length);
        ref var to = ref MemoryMarshal.GetReference(bits);
        ref var from = ref MemoryMarshal.GetReference(hits);
        for (var at = 0; at < length; at += RuleBits.BlockWords)
        {
            Vector256.AndNot(Vector256.LoadUnsafe(ref to, (nuint)at), Vector256.LoadUnsafe(ref from, (nuint)at)).StoreUnsafe(ref to, (nuint)at);
        }
    }
}
