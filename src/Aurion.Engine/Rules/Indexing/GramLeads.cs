using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>What leads from the bytes at a position of a text to the parts that may be there.</summary>
/// <remarks>Immutable and safe for concurrent use. A lead is a part's number and how far into the part the bytes are.</remarks>
internal sealed class GramLeads
{
    private const int FilterBits = 16; // for each lead, at least; two of them are set
    private const int OffsetBits = 1;
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
    private const ulong OtherMultiplier = 0xC2B2_AE3D_27D4_EB4F;
    private readonly int _width;
    private readonly int _stride;
    private readonly ulong _mask;
    private readonly ulong[] _filter;
    private readonly Slot[] _slots; // by hash of the bytes, open addressing, at most half full
    private readonly int[] _leads;

    private GramLeads(ReadOnlySpan<byte[]> texts, int width, int stride)
    {
        _width = width;
        _stride = stride;
        _mask = ulong.MaxValue >> (64 - (8 * width));
        PartCount = texts.Length;
        _leads = new int[texts.Length * stride];
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, 2 * _leads.Length))];
        _filter = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, FilterBits * _leads.Length)) / 64];
        Count(texts);
        Fill(texts);
    }

    /// <summary>Gets the leads to no part.</summary>
    public static GramLeads Empty { get; } = new([], 4, 1);

    /// <summary>Gets the number of parts.</summary>
    public int PartCount { get; }

    /// <summary>Makes the leads to parts.</summary>
    /// <param name="texts">The parts; the place of each is its number.</param>
    /// <param name="width">How many bytes are looked up: three to six.</param>
    /// <param name="stride">At how many of its first positions a part is to be known: 1 or 2; each part is long enough for that.</param>
    public static GramLeads Make(ReadOnlySpan<byte[]> texts, int width, int stride) => new(texts, width, stride);

    /// <summary>Gets the number of the part that a lead leads to.</summary>
    public static int PartOf(int lead) => lead >> OffsetBits;

    /// <summary>Gets how far into the part the bytes are.</summary>
    public static int OffsetOf(int lead) => lead & ((1 << OffsetBits) - 1);

    /// <summary>Notes the positions from which leads may go out, and few others; without a branch that depends on the text.</summary>
    /// <param name="text">The text; a few bytes behind it may be read.</param>
    /// <param name="places">Takes the positions; there is room for all.</param>
    /// <returns>The number of positions.</returns>
    public int FindPlaces(ReadOnlySpan<byte> text, Span<int> places)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        ref var filter = ref MemoryMarshal.GetArrayDataReference(_filter);
        ref var place = ref MemoryMarshal.GetReference(places);
        var shift = ShiftOf(64 * _filter.Length);
        var mask = _mask;
        var step = _stride;
        var count = 0;
        for (var at = 0; at <= text.Length - _width; at += step)
        {
            var bit = ((Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at)) & mask) * Multiplier) >> shift;
            Unsafe.Add(ref place, count) = at;
            count += (int)(Unsafe.Add(ref filter, (int)(bit >> 6)) >> (int)bit) & 1;
        }

        // The few that are left are asked for their second bit.
        var kept = 0;
        for (var next = 0; next < count; next++)
        {
            var at = Unsafe.Add(ref place, next);
            var bit = ((Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at)) & mask) * OtherMultiplier) >> shift;
            Unsafe.Add(ref place, kept) = at;
            kept += (int)(Unsafe.Add(ref filter, (int)(bit >> 6)) >> (int)bit) & 1;
        }

        return kept;
    }

    /// <summary>Gets the leads that go out from a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> At(ReadOnlySpan<byte> text, int place)
    {
        var gram = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), place)) & _mask;
        ref readonly var slot = ref _slots[FindSlot(gram)];
        return _leads.AsSpan(slot.Start, slot.Count);
    }

    private static int ShiftOf(int size) => 64 - BitOperations.Log2((uint)size);

    /// <summary>Finds the slot that has a gram, or would have it. Two grams that share a slot do no harm: parts are compared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindSlot(ulong gram)
    {
        var slots = _slots;
        var hash = gram * Multiplier;
        var at = (int)(hash >> ShiftOf(slots.Length));
        while (slots[at].Tag != TagOf(hash) && slots[at].Count != 0)
        {
            at = (at + 1) & (slots.Length - 1);
        }

        return at;
    }

    private void Count(ReadOnlySpan<byte[]> texts)
    {
        var shift = ShiftOf(64 * _filter.Length);
        foreach (var text in texts)
        {
            for (var offset = 0; offset < _stride; offset++)
            {
                var gram = GramOf(text, offset);
                ref var slot = ref _slots[FindSlot(gram)];
                slot.Tag = TagOf(gram * Multiplier);
                slot.Count++;
                var bit = (gram * Multiplier) >> shift;
                _filter[bit >> 6] |= 1UL << (int)bit;
                bit = (gram * OtherMultiplier) >> shift;
                _filter[bit >> 6] |= 1UL << (int)bit;
            }
        }
    }

    private void Fill(ReadOnlySpan<byte[]> texts)
    {
        var end = 0;
        foreach (ref var slot in _slots.AsSpan())
        {
            end += slot.Count;
            slot.Start = end; // filled from the end
        }

        for (var part = 0; part < texts.Length; part++)
        {
            for (var offset = 0; offset < _stride; offset++)
            {
                _leads[--_slots[FindSlot(GramOf(texts[part], offset))].Start] = (part << OffsetBits) | offset;
            }
        }
    }

    private static uint TagOf(ulong hash) => (uint)(hash >> 16);

    private ulong GramOf(byte[] text, int offset)
    {
        Span<byte> gram = stackalloc byte[sizeof(ulong)];
        gram.Clear();
        text.AsSpan(offset, _width).CopyTo(gram);
        return MemoryMarshal.Read<ulong>(gram);
    }

    private record struct Slot(uint Tag, int Start, int Count);
}
