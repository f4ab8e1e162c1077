using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>Finds all of many parts in one text: the bytes at its positions are looked up, then the parts that they lead to are compared.</summary>
/// <remarks>
/// <para>Owned as <see cref="RuleBits"/> is. With a stride, a part is known by the bytes at each of its first positions, as
/// many as the stride, so that of the text's positions only each stride-th is looked at; the parts are long enough for that.</para>
/// <para>The work is done in steps over all of a text, each without branches that depend on it: a processor that guesses
/// wrong waits longer than everything else here takes.</para>
/// </remarks>
/// <param name="width">How many bytes are looked up: three to six.</param>
/// <param name="stride">At which positions of a text: at each, or at every other with parts that are longer than the width.</param>
/// <param name="owner">Who may change the table.</param>
internal sealed class GramTable(int width, int stride, object owner)
{
    private const int FewParts = 6; // looked for one by one, which the framework does with vectors
    private const int ListStep = 4;
    private readonly object _owner = owner;
    private GramLeads _leads = GramLeads.Empty;
    private Part[] _parts = new Part[4];
    private byte[]?[] _texts = new byte[4][];
    private RuleBits?[] _rules = new RuleBits?[4];
    private int[] _byText = new int[8]; // by hash, open addressing: one more than the part's number
    private int _count;
    private bool _isShared; // the texts and the table by text belong to an earlier table too
    private int[] _lists = []; // the short lists of rules, of all parts, end to end

    public GramTable OwnedBy(object owner) => ReferenceEquals(_owner, owner)
        ? this
        : new GramTable(width, stride, owner)
        {
            _leads = _leads,
            _parts = [.. _parts],
            _texts = _texts,
            _rules = [.. _rules],
            _byText = _byText,
            _count = _count,
            _isShared = true,
        };

    public void Add(byte[] text, int position)
    {
        var found = _byText[Find(text)] - 1;
        if (found < 0)
        {
            found = AddPart(text);
        }

        _rules[found] = RuleBits.Add(_rules[found], position, _owner);
    }

    public void Remove(byte[] text, int position)
    {
        var found = _byText[Find(text)] - 1;
        if (found >= 0)
        {
            _rules[found] = RuleBits.Remove(_rules[found], position, _owner);
        }
    }

    /// <summary>
    /// Ends the edit: puts the short lists of rules together, so that a part that is found costs one look more, not three.
    /// They are filled up to fours with what is in them, so that their lengths are easy to guess for a processor.
    /// </summary>
    public void Publish()
    {
        if (_leads.PartCount != _count)
        {
            _leads = GramLeads.Make(_texts.AsSpan(0, _count)!, width, stride);
        }

        var total = 0;
        foreach (var rules in _rules.AsSpan(0, _count))
        {
            total += RoundUp(rules?.List.Length ?? 0);
        }

        _lists = new int[total];
        var used = 0;
        for (var part = 0; part < _count; part++)
        {
            var list = _rules[part] is { } rules ? rules.List : [];
            var length = RoundUp(list.Length);
            list.CopyTo(_lists.AsSpan(used));
            _lists.AsSpan(used + list.Length, length - list.Length).Fill(list.IsEmpty ? 0 : list[0]);
            _parts[part].ListStart = used;
            _parts[part].ListLength = _rules[part]?.Words is null ? length : -1;
            used += length;
        }

        static int RoundUp(int length) => (length + ListStep - 1) / ListStep * ListStep;
    }

    /// <summary>Adds the rules of each part that the text has.</summary>
    /// <param name="text">The folded text; eight zeros stand behind it.</param>
    /// <param name="values">Lends room and memory.</param>
    /// <param name="hits">Takes the rules.</param>
    public void Collect(ReadOnlySpan<byte> text, FieldValues values, HitBits hits)
    {
        if (_count <= FewParts)
        {
            CollectFew(text, hits);
            return;
        }

        var places = values.Places((text.Length / stride) + 1);
        var count = _leads.FindPlaces(text, places);
        if (count > 0)
        {
            AddFound(text, places.AsSpan(0, count), values, hits.Own());
        }
    }

    private void AddFound(ReadOnlySpan<byte> text, ReadOnlySpan<int> places, FieldValues values, Span<ulong> bits)
    {
        var seen = values.Remember(_count, out var turn);
        Span<int> found = stackalloc int[256];
        var count = 0;
        foreach (var place in places)
        {
            foreach (var lead in _leads.At(text, place))
            {
                if (count == found.Length)
                {
                    AddRules(found, bits, seen, turn);
                    count = 0;
                }

                var part = GramLeads.PartOf(lead);
                found[count] = part;
                count += IsAt(part, place - GramLeads.OffsetOf(lead), text) ? 1 : 0;
            }
        }

        AddRules(found[..count], bits, seen, turn);
    }

    /// <summary>Compares a part: its first eight bytes and its last eight, which are the same ones, without those behind it, if it is shorter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsAt(int number, int at, ReadOnlySpan<byte> text)
    {
        ref readonly var part = ref _parts[number];
        if (at < 0 || at > text.Length - part.Length)
        {
            return false;
        }

        ref var start = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), at);
        var tail = Math.Max(part.Length - sizeof(ulong), 0);
        var behind = Math.Max(sizeof(ulong) - part.Length, 0) * 8;
        var difference = (Unsafe.ReadUnaligned<ulong>(ref start) ^ part.Head) | (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, tail)) ^ part.Tail);
        return part.Length > 2 * sizeof(ulong) ? text[at..].StartsWith(_texts[number]) : difference << behind == 0;
    }

    private void AddRules(ReadOnlySpan<int> found, Span<ulong> bits, int[] seen, int turn)
    {
        ref var lists = ref MemoryMarshal.GetArrayDataReference(_lists);
        ref var to = ref MemoryMarshal.GetReference(bits);
        foreach (var number in found)
        {
            ref readonly var part = ref _parts[number];
            for (var next = part.ListStart; next < part.ListStart + part.ListLength; next += ListStep)
            {
                Set(ref to, Unsafe.Add(ref lists, next));
                Set(ref to, Unsafe.Add(ref lists, next + 1));
                Set(ref to, Unsafe.Add(ref lists, next + 2));
                Set(ref to, Unsafe.Add(ref lists, next + 3));
            }

            if (part.ListLength < 0 && seen[number] != turn) // a text that repeats a part a thousand times joins its bits once
            {
                seen[number] = turn;
                _rules[number]!.AddTo(bits);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Set(ref ulong bits, int position) => Unsafe.Add(ref bits, position >> 6) |= 1UL << position;

    private void CollectFew(ReadOnlySpan<byte> text, HitBits hits)
    {
        for (var part = 0; part < _count; part++)
        {
            if (_rules[part] is { IsEmpty: false } rules && text.IndexOf(_texts[part]) >= 0)
            {
                hits.Add(rules);
            }
        }
    }

    /// <summary>Finds the place of a part in the table by text, or where it would be.</summary>
    private int Find(byte[] text)
    {
        var at = (int)NameHash.Of(text) & (_byText.Length - 1);
        while (_byText[at] != 0 && !text.AsSpan().SequenceEqual(_texts[_byText[at] - 1]))
        {
            at = (at + 1) & (_byText.Length - 1);
        }

        return at;
    }

    private int AddPart(byte[] text)
    {
        if (_count == _parts.Length)
        {
            Grow();
        }
        else if (_isShared)
        {
            _texts = [.. _texts];
            _byText = [.. _byText];
        }

        _isShared = false;
        Put(_count, text, null);
        return _count++;
    }

    private void Put(int part, byte[] text, RuleBits? rules)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        head.Clear();
        text.AsSpan(0, Math.Min(text.Length, head.Length)).CopyTo(head);
        var first = MemoryMarshal.Read<ulong>(head);
        _parts[part] = new Part(first, text.Length > head.Length ? MemoryMarshal.Read<ulong>(text.AsSpan(text.Length - head.Length)) : first, text.Length);
        _texts[part] = text;
        _rules[part] = rules;
        _byText[Find(text)] = part + 1;
    }

    /// <summary>Makes room, and leaves parts behind that no rule waits for any more.</summary>
    private void Grow()
    {
        var (texts, rules, all) = (_texts, _rules, _count);
        var room = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 2 * rules.Count(static rules => rules is { IsEmpty: false })));
        (_parts, _texts, _rules, _byText, _count) = (new Part[room], new byte[room][], new RuleBits?[room], new int[2 * room], 0);
        _leads = GramLeads.Empty; // parts have new numbers
        for (var part = 0; part < all; part++)
        {
            if (rules[part] is { IsEmpty: false })
            {
                Put(_count++, texts[part]!, rules[part]);
            }
        }
    }

    private record struct Part(ulong Head, ulong Tail, int Length)
    {
        public int ListStart { get; set; }

        /// <summary>Gets or sets the length of the list; -1 when the rules are kept as bits.</summary>
        public int ListLength { get; set; }
    }
}
