using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Aurion.Engine.Values;

/// <summary>Hashes short texts: names of members, values of conditions. Seeded per process, so that nobody can prepare collisions.</summary>
internal static class NameHash
{
    private static readonly ulong First = Seed();
    private static readonly ulong Second = Seed();

    /// <summary>Hashes bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        var length = text.Length;
        ref var start = ref MemoryMarshal.GetReference(text);
        if (length > 16)
        {
            return OfLong(text);
        }

        ulong low;
        ulong high;
        if (length >= 8)
        {
            low = Unsafe.ReadUnaligned<ulong>(ref start);
            high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8));
        }
        else if (length >= 4)
        {
            low = Unsafe.ReadUnaligned<uint>(ref start);
            high = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4));
        }
        else
        {
            low = length == 0 ? 0U : start | ((uint)Unsafe.Add(ref start, length >> 1) << 8);
            high = length == 0 ? 0UL : Unsafe.Add(ref start, length - 1);
        }

        return Mix(low ^ First, high ^ Second ^ (ulong)length);
    }

    private static ulong OfLong(ReadOnlySpan<byte> text)
    {
        var hash = First ^ (ulong)text.Length;
        var rest = text;
        for (; rest.Length > 16; rest = rest[16..])
        {
            hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ hash, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) ^ Second);
        }

        var last = text[^16..];
        return Mix(BinaryPrimitives.ReadUInt64LittleEndian(last) ^ hash, BinaryPrimitives.ReadUInt64LittleEndian(last[8..]) ^ Second);
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static ulong Seed()
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        return BinaryPrimitives.ReadUInt64LittleEndian(random) | 1;
    }
}
