using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Aurion.Engine.Values;

/// <summary>Remembers which names followed one another in the objects that were read before, for the next text most likely has the same.</summary>
/// <remarks>
/// <para>A tree: an entry stands for one name behind certain names in a certain object, so that going along entries is to read
/// names that once stood in one object without one of them twice. Whoever is on the trail knows a name by comparing bytes,
/// without hashing it or looking for its twin; whoever leaves it reads names one by one, with the same results.</para>
/// <para>For one thread at a time. It keeps at most 1,024 names and begins anew when they are used up.</para>
/// </remarks>
internal sealed class NameTrail
{
    /// <summary>No entry; also the number of the entry that stands for the text itself.</summary>
    public const int None = 0;

    private const int MaxEntries = 1024;
    private const int MaxSiblings = 4;
    private Entry[] _entries = new Entry[64];
    private int _count = 1;

    /// <summary>Begins a text.</summary>
    public void Begin()
    {
        if (_count == MaxEntries)
        {
            Array.Clear(_entries, 0, _count);
            _count = 1;
        }
    }

    /// <summary>Gets an entry; valid until the next <see cref="Add"/>.</summary>
    public ref Entry this[int entry] => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), entry);

    /// <summary>Finds the entry of a name.</summary>
    /// <param name="name">The name's first byte; its closing quote and at least 31 bytes that may be read follow.</param>
    /// <param name="expected">The first of the entries that may be it.</param>
    /// <returns>The entry; <see cref="None"/> when it is none of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ref byte name, int expected)
    {
        var bytes = Vector256.LoadUnsafe(ref name);
        while (expected != None)
        {
            ref readonly var entry = ref this[expected];
            if ((~Vector256.Equals(bytes, entry.Bytes).ExtractMostSignificantBits() & entry.Mask) == 0)
            {
                break;
            }

            expected = entry.Sibling;
        }

        return expected;
    }

    /// <summary>Adds a name that was expected nowhere.</summary>
    /// <param name="before">The entry of the name before it in its object; <see cref="None"/> when it is the first there.</param>
    /// <param name="parent">The entry of the member whose value the object is, or in whose list it is.</param>
    /// <param name="name">The name as it is written, without escapes.</param>
    /// <param name="hash">Its hash.</param>
    /// <returns>Its entry; <see cref="None"/> when it is too long, or there is no room.</returns>
    public int Add(int before, int parent, ReadOnlySpan<byte> name, ulong hash)
    {
        if (name.Length >= Vector256<byte>.Count || _count == MaxEntries)
        {
            return None;
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _count);
        }

        ref var link = ref before == None ? ref this[parent].Child : ref this[before].Next;
        for (var siblings = 0; link != None; siblings++)
        {
            if (siblings == MaxSiblings)
            {
                return None;
            }

            link = ref this[link].Sibling;
        }

        Span<byte> bytes = stackalloc byte[Vector256<byte>.Count];
        bytes.Clear();
        name.CopyTo(bytes);
        bytes[name.Length] = (byte)'"';
        this[_count] = new Entry
        {
            Bytes = Vector256.Create<byte>(bytes),
            Mask = uint.MaxValue >> (Vector256<byte>.Count - 1 - name.Length),
            Length = name.Length,
            Hash = hash,
            Plan = -1,
        };
        link = _count;
        return _count++;
    }

    /// <summary>One name in one place.</summary>
    public struct Entry
    {
        /// <summary>The name and its closing quote.</summary>
        public Vector256<byte> Bytes;

        /// <summary>A bit for each byte of these.</summary>
        public uint Mask;

        /// <summary>The name's length.</summary>
        public int Length;

        /// <summary>The name's hash.</summary>
        public ulong Hash;

        /// <summary>Which reader's plan, by number, <see cref="Node"/> and <see cref="Member"/> belong to.</summary>
        public int Plan;

        /// <summary>The node of the object.</summary>
        public int Node;

        /// <summary>The node of the member; -1 when it is of no interest.</summary>
        public int Member;

        /// <summary>The name behind it.</summary>
        public int Next;

        /// <summary>Another name that was met in its place.</summary>
        public int Sibling;

        /// <summary>The first name in its value.</summary>
        public int Child;
    }
}
