using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>Finds all of many parts in one text in one pass: the first bytes of a part are looked up at each position, then the part is compared.</summary>
/// <remarks>Owned as <see cref="RuleBits"/> is. Parts have at least as many bytes as are looked up: three or four.</remarks>
internal sealed class GramTable(int width, object owner)
{
    private const int FewParts = 6; // looked for one by one, which the framework does with vectors
    private const uint Multiplier = 0x9E37_79B1;
    private readonly object _owner = owner;
    private readonly uint _mask = width == 4 ? uint.MaxValue : 0x00FF_FFFF;
    private ulong[] _filter = new ulong[16]; // one bit for each hash that begins a part; at most a sixteenth is set
    private int[] _heads = new int[16]; // by hash: one more than the number of the first part
    private Part[] _parts = new Part[4];
    private int _count;
    private int[] _lists = []; // the short lists of rules, of all parts, end to end

    /// <summary>Gets the number of parts, for those who remember which were found.</summary>
    public int Count => _count;

    public GramTable OwnedBy(object owner) => ReferenceEquals(_owner, owner)
        ? this
        : new GramTable(width, owner) { _filter = [.. _filter], _heads = [.. _heads], _parts = [.. _parts], _count = _count };

    public void Add(byte[] text, int position)
    {
        var found = Find(text);
        if (found < 0)
        {
            if (_count == _parts.Length)
            {
                Grow();
            }

            found = _count++;
            _parts[found] = new Part(text, HeadMask(text), Head(text));
            Link(found);
        }

        _parts[found].Rules = RuleBits.Add(_parts[found].Rules, position, _owner);
    }

    public void Remove(byte[] text, int position)
    {
        var found = Find(text);
        if (found >= 0)
        {
            _parts[found].Rules = RuleBits.Remove(_parts[found].Rules, position, _owner);
        }
    }

    /// <summary>Ends the edit: puts the short lists of rules together, so that a part that is found costs one look more, not three.</summary>
    public void Publish()
    {
        var total = 0;
        for (var part = 0; part < _count; part++)
        {
            total += _parts[part].Rules?.List.Length ?? 0;
        }

        _lists = new int[total];
        var used = 0;
        for (var part = 0; part < _count; part++)
        {
            var list = _parts[part].Rules is { } rules ? rules.List : [];
            list.CopyTo(_lists.AsSpan(used));
            _parts[part].ListStart = used;
            _parts[part].ListLength = list.Length;
            used += list.Length;
        }
    }

    /// <summary>Adds the rules of each part that the text has.</summary>
    /// <param name="text">The folded text; eight zeros stand behind it.</param>
    /// <param name="hits">Takes the rules.</param>
    /// <param name="seen">By part: the turn in which it was last found.</param>
    /// <param name="turn">This turn, unlike all before.</param>
    public void Collect(ReadOnlySpan<byte> text, Span<ulong> hits, int[] seen, int turn)
    {
        if (_count <= FewParts)
        {
            CollectFew(text, hits);
            return;
        }

        ref var start = ref MemoryMarshal.GetReference(text);
        ref var filter = ref MemoryMarshal.GetArrayDataReference(_filter);
        var filterShift = 32 - BitOperations.Log2((uint)_filter.Length * 64);
        var headShift = 32 - BitOperations.Log2((uint)_heads.Length);
        var mask = _mask;
        for (var at = 0; at <= text.Length - width; at++)
        {
            var hash = (Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, at)) & mask) * Multiplier;
            var bit = hash >> filterShift;
            if ((Unsafe.Add(ref filter, bit >> 6) & (1UL << (int)bit)) == 0)
            {
                continue;
            }

            var head = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));
            for (var next = _heads[hash >> headShift]; next > 0;)
            {
                ref readonly var part = ref _parts[next - 1];
                if ((head & part.HeadMask) == part.Head && seen[next - 1] != turn
                    && (part.Text.Length <= sizeof(ulong) ? at <= text.Length - part.Text.Length : text[at..].StartsWith(part.Text)))
                {
                    seen[next - 1] = turn;
                    AddRules(part, hits);
                }

                next = part.Next;
            }
        }
    }

    private void CollectFew(ReadOnlySpan<byte> text, Span<ulong> hits)
    {
        foreach (ref readonly var part in _parts.AsSpan(0, _count))
        {
            if (text.IndexOf(part.Text) >= 0)
            {
                AddRules(part, hits);
            }
        }
    }

    private void AddRules(in Part part, Span<ulong> hits)
    {
        if (part.ListLength == 0)
        {
            part.Rules?.AddTo(hits);
            return;
        }

        foreach (var position in _lists.AsSpan(part.ListStart, part.ListLength))
        {
            hits[position >> 6] |= 1UL << position;
        }
    }

    private static ulong HeadMask(byte[] text) => text.Length >= sizeof(ulong) ? ulong.MaxValue : (1UL << (8 * text.Length)) - 1;

    private static ulong Head(byte[] text)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        text.AsSpan(0, Math.Min(text.Length, head.Length)).CopyTo(head);
        return MemoryMarshal.Read<ulong>(head);
    }

    private uint HashOf(byte[] text) => (MemoryMarshal.Read<uint>([.. text.AsSpan(0, width), 0]) & _mask) * Multiplier;

    private int Find(byte[] text)
    {
        var next = _heads[HashOf(text) >> (32 - BitOperations.Log2((uint)_heads.Length))];
        while (next > 0 && !text.AsSpan().SequenceEqual(_parts[next - 1].Text))
        {
            next = _parts[next - 1].Next;
        }

        return next - 1;
    }

    private void Link(int part)
    {
        var hash = HashOf(_parts[part].Text);
        var bit = hash >> (32 - BitOperations.Log2((uint)_filter.Length * 64));
        _filter[bit >> 6] |= 1UL << (int)bit;
        ref var head = ref _heads[hash >> (32 - BitOperations.Log2((uint)_heads.Length))];
        _parts[part].Next = head;
        head = part + 1;
    }

    /// <summary>Makes room, and leaves parts behind that no rule waits for any more.</summary>
    private void Grow()
    {
        var live = Array.FindAll(_parts, static part => part.Rules is { IsEmpty: false });
        _count = live.Length;
        var room = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 2 * _count));
        _parts = new Part[room];
        live.CopyTo(_parts, 0);
        _heads = new int[4 * room];
        _filter = new ulong[Math.Max(16, room / 4)];
        for (var part = 0; part < _count; part++)
        {
            Link(part);
        }
    }

    private record struct Part(byte[] Text, ulong HeadMask, ulong Head)
    {
        public int Next { get; set; }

        public RuleBits? Rules { get; set; }

        public int ListStart { get; set; }

        public int ListLength { get; set; }
    }
}
