using System.Runtime.CompilerServices;

namespace Aurion.Engine.Values;

/// <summary>The names of the objects that are open while a text is read, to find one that stands twice in its object.</summary>
/// <remarks>
/// A stack: the innermost object's names are on top and leave when it ends. Small objects are searched from end to end,
/// and only when a filter of 64 bits does not rule a name out; larger ones have their names in a hash table.
/// </remarks>
internal sealed class NameStack
{
    private const int LargeObject = 32;
    private Name[] _names = new Name[64];
    private int _count;
    private int _objects;
    private Entry[] _table = []; // open addressing over the names of large objects, also of ended ones
    private int _tableCount;
    private byte[] _unescaped = [];
    private int _unescapedLength;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _count = 0;
        _objects = 0;
        _unescapedLength = 0;
        if (_tableCount > 0)
        {
            Array.Clear(_table);
            _tableCount = 0;
        }
    }

    /// <summary>Begins an object.</summary>
    public Mark Open() => new(_count, ++_objects);

    /// <summary>Ends an object.</summary>
    public void Close(in Mark mark) => _count = mark.First;

    /// <summary>Keeps the plain spelling of a name that holds escapes.</summary>
    /// <returns>Where <see cref="Add"/> is told that it stands.</returns>
    public int Unescape(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> plain)
    {
        if (_unescaped.Length - _unescapedLength < name.Length)
        {
            Array.Resize(ref _unescaped, Math.Max(256, 2 * (_unescapedLength + name.Length)));
        }

        var start = _unescapedLength;
        _unescapedLength += JsonEscapes.Unescape(name, _unescaped.AsSpan(start));
        plain = _unescaped.AsSpan(start, _unescapedLength - start);
        return ~start;
    }

    /// <summary>Adds a name to the innermost object.</summary>
    /// <param name="mark">The object.</param>
    /// <param name="text">The text that is read.</param>
    /// <param name="start">Where the name stands in it, or what <see cref="Unescape"/> answered.</param>
    /// <param name="length">The name's length.</param>
    /// <param name="hash">The name's hash.</param>
    /// <returns>False when the object has it already.</returns>
    public bool Add(ref Mark mark, ReadOnlySpan<byte> text, int start, int length, ulong hash)
    {
        var bit = 1UL << (int)(hash >> 58);
        var maybe = (mark.Filter & bit) != 0;
        mark.Filter |= bit;
        if (_count - mark.First >= LargeObject)
        {
            if (!AddLarge(ref mark, text, start, length, hash))
            {
                return false;
            }
        }
        else if (maybe && Contains(mark.First, text, start, length, hash))
        {
            return false;
        }

        Push(start, length, hash);
        return true;
    }

    /// <summary>Adds a name to the innermost object which is known not to have it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddNew(ref Mark mark, int start, int length, ulong hash)
    {
        mark.Filter |= 1UL << (int)(hash >> 58);
        Push(start, length, hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Push(int start, int length, ulong hash)
    {
        var names = _names;
        if (_count >= names.Length)
        {
            names = Grow();
        }

        names[_count++] = new Name(hash, start, length);
    }

    private Name[] Grow()
    {
        Array.Resize(ref _names, 2 * _names.Length);
        return _names;
    }

    private bool Contains(int first, ReadOnlySpan<byte> text, int start, int length, ulong hash)
    {
        foreach (ref readonly var name in _names.AsSpan(first, _count - first))
        {
            if (name.Hash == hash && IsSame(name, text, start, length))
            {
                return true;
            }
        }

        return false;
    }

    private bool AddLarge(ref Mark mark, ReadOnlySpan<byte> text, int start, int length, ulong hash)
    {
        for (; mark.First + mark.InTable < _count; mark.InTable++)
        {
            var at = mark.First + mark.InTable;
            if (!AddToTable(mark, text, _names[at].Start, _names[at].Length, _names[at].Hash, at))
            {
                return false;
            }
        }

        mark.InTable++;
        return AddToTable(mark, text, start, length, hash, _count);
    }

    private bool AddToTable(in Mark mark, ReadOnlySpan<byte> text, int start, int length, ulong hash, int position)
    {
        if (4 * (_tableCount + 1) > 3 * _table.Length)
        {
            GrowTable();
        }

        var key = hash ^ ((ulong)mark.Object * 0x9E37_79B9_7F4A_7C15);
        var at = (int)key & (_table.Length - 1);
        for (; _table[at].Object != 0; at = (at + 1) & (_table.Length - 1))
        {
            ref readonly var entry = ref _table[at];
            if (entry.Key == key && entry.Object == mark.Object && IsSame(_names[entry.Position], text, start, length))
            {
                return false;
            }
        }

        _table[at] = new Entry(key, mark.Object, position);
        _tableCount++;
        return true;
    }

    private bool IsSame(in Name name, ReadOnlySpan<byte> text, int start, int length) =>
        NameAt(text, name.Start, name.Length).SequenceEqual(NameAt(text, start, length));

    private ReadOnlySpan<byte> NameAt(ReadOnlySpan<byte> text, int start, int length) =>
        start < 0 ? _unescaped.AsSpan(~start, length) : text.Slice(start, length);

    private void GrowTable()
    {
        var smaller = _table;
        _table = new Entry[Math.Max(256, 2 * smaller.Length)];
        foreach (var entry in smaller)
        {
            if (entry.Object != 0)
            {
                var at = (int)entry.Key & (_table.Length - 1);
                while (_table[at].Object != 0)
                {
                    at = (at + 1) & (_table.Length - 1);
                }

                _table[at] = entry;
            }
        }
    }

    private readonly record struct Name(ulong Hash, int Start, int Length);

    private readonly record struct Entry(ulong Key, int Object, int Position);

    /// <summary>One open object.</summary>
    public record struct Mark(int First, int Object)
    {
        /// <summary>A bit for each hash that the object has.</summary>
        public ulong Filter { get; set; }

        /// <summary>How many of its names, the first ones, are in the table of large objects.</summary>
        public int InTable { get; set; }
    }
}
