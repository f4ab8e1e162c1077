using System.Buffers;
using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>Finds a name that stands twice in one object, over one reading of a text.</summary>
/// <remarks>
/// One hash table for all objects of the text, in pooled arrays; a name's key includes its object. Hashes are seeded per
/// process, so nobody can prepare names that collide.
/// </remarks>
internal ref struct NameSet
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly int[] _objects; // by depth: the number of the object that is open there
    private int[] _buckets; // one more than the first entry's position; 0 is none
    private Entry[] _entries;
    private byte[] _unescaped; // names that hold escapes, in their plain spelling
    private int _count;
    private int _unescapedLength;
    private int _lastObject;

    public NameSet(ReadOnlySpan<byte> text)
    {
        _text = text;
        _objects = ArrayPool<int>.Shared.Rent(StrictJson.MaxDepth + 2);
        _buckets = RentBuckets(64);
        _entries = ArrayPool<Entry>.Shared.Rent(64);
        _unescaped = [];
    }

    /// <summary>Begins the object that the reader stands on.</summary>
    public void Open(int depth) => _objects[depth + 1] = ++_lastObject;

    /// <summary>Adds the name that the reader stands on.</summary>
    /// <returns>False when its object has it already.</returns>
    public bool TryAdd(ref Utf8JsonReader reader)
    {
        var inObject = _objects[reader.CurrentDepth];
        var start = reader.ValueIsEscaped ? ~Unescape(ref reader) : (int)reader.TokenStartIndex + 1;
        var length = reader.ValueIsEscaped ? _unescapedLength - ~start : reader.ValueSpan.Length;
        var name = Name(start, length);

        var hashing = default(HashCode);
        hashing.Add(inObject);
        hashing.AddBytes(name);
        var hash = hashing.ToHashCode();

        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        for (var next = bucket - 1; next >= 0; next = _entries[next].Next)
        {
            ref readonly var entry = ref _entries[next];
            if (entry.Hash == hash && entry.InObject == inObject && Name(entry.Start, entry.Length).SequenceEqual(name))
            {
                return false;
            }
        }

        if (_count == _entries.Length)
        {
            Grow();
            bucket = ref _buckets[hash & (_buckets.Length - 1)];
        }

        _entries[_count] = new Entry(hash, inObject, start, length, bucket - 1);
        bucket = ++_count;
        return true;
    }

    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_objects);
        ArrayPool<int>.Shared.Return(_buckets);
        ArrayPool<Entry>.Shared.Return(_entries);
        if (_unescaped.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_unescaped);
        }
    }

    private static int[] RentBuckets(int length)
    {
        var buckets = ArrayPool<int>.Shared.Rent(length); // pooled arrays have powers of two as their length up to 2^30
        Array.Clear(buckets);
        return buckets;
    }

    private readonly ReadOnlySpan<byte> Name(int start, int length) =>
        start < 0 ? _unescaped.AsSpan(~start, length) : _text.Slice(start, length);

    private int Unescape(ref Utf8JsonReader reader)
    {
        var needed = _unescapedLength + reader.ValueSpan.Length; // unescaping never lengthens
        if (needed > _unescaped.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(256, needed));
            _unescaped.AsSpan(0, _unescapedLength).CopyTo(larger);
            if (_unescaped.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_unescaped);
            }

            _unescaped = larger;
        }

        var start = _unescapedLength;
        _unescapedLength += reader.CopyString(_unescaped.AsSpan(start));
        return start;
    }

    private void Grow()
    {
        var larger = ArrayPool<Entry>.Shared.Rent(2 * _count);
        _entries.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<Entry>.Shared.Return(_entries);
        _entries = larger;

        ArrayPool<int>.Shared.Return(_buckets);
        _buckets = RentBuckets(_entries.Length);
        for (var at = 0; at < _count; at++)
        {
            ref var bucket = ref _buckets[_entries[at].Hash & (_buckets.Length - 1)];
            _entries[at] = _entries[at] with { Next = bucket - 1 };
            bucket = at + 1;
        }
    }

    private readonly record struct Entry(int Hash, int InObject, int Start, int Length, int Next);
}
