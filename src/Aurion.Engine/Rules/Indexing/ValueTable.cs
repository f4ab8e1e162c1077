using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>Finds the rules that wait for a value, by the value's bytes. Owned as <see cref="RuleBits"/> is.</summary>
internal sealed class ValueTable(object owner)
{
    private readonly object _owner = owner;
    private Entry[] _entries = new Entry[8]; // open addressing, a power of two, at most half full
    private int _used;

    /// <summary>Adds a rule to a value.</summary>
    public static ValueTable Add(ValueTable? table, ReadOnlySpan<byte> value, int position, object owner)
    {
        var own = table is null ? new ValueTable(owner) : table.OwnedBy(owner);
        own.Add(value, position, owner);
        return own;
    }

    /// <summary>Removes a rule from a value, if it is there.</summary>
    public static ValueTable? Remove(ValueTable? table, ReadOnlySpan<byte> value, int position, object owner)
    {
        if (table is null)
        {
            return null;
        }

        var own = table.OwnedBy(owner);
        ref var entry = ref own.EntryOf(NameHash.Of(value), value);
        entry = entry with { Rules = RuleBits.Remove(entry.Rules, position, owner) };
        return own;
    }

    /// <summary>Finds the rules that wait for a value.</summary>
    public RuleBits? Find(ReadOnlySpan<byte> value) => EntryOf(NameHash.Of(value), value).Rules;

    private ValueTable OwnedBy(object owner) => ReferenceEquals(_owner, owner)
        ? this
        : new ValueTable(owner) { _entries = [.. _entries], _used = _used };

    private void Add(ReadOnlySpan<byte> value, int position, object owner)
    {
        var hash = NameHash.Of(value);
        ref var entry = ref EntryOf(hash, value);
        if (entry.Value is null && 2 * ++_used > _entries.Length)
        {
            Grow();
            entry = ref EntryOf(hash, value);
        }

        entry = new Entry(hash, entry.Value ?? value.ToArray(), RuleBits.Add(entry.Rules, position, owner));
    }

    private ref Entry EntryOf(ulong hash, ReadOnlySpan<byte> value)
    {
        var entries = _entries;
        var at = (int)hash & (entries.Length - 1);
        while (entries[at].Value is { } known && !(entries[at].Hash == hash && value.SequenceEqual(known)))
        {
            at = (at + 1) & (entries.Length - 1);
        }

        return ref entries[at];
    }

    /// <summary>Makes room, and leaves values behind that no rule waits for any more.</summary>
    private void Grow()
    {
        var live = Array.FindAll(_entries, static entry => entry.Rules is { IsEmpty: false });
        _used = live.Length + 1;
        while (_entries.Length < 4 * _used)
        {
            _entries = new Entry[2 * _entries.Length];
        }

        Array.Clear(_entries);
        foreach (var entry in live)
        {
            EntryOf(entry.Hash, entry.Value) = entry;
        }
    }

    private readonly record struct Entry(ulong Hash, byte[]? Value, RuleBits? Rules);
}
