using System.Numerics;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>Finds the rules that may match a payload, in order, and again after the payload has changed.</summary>
/// <remarks>For one thread at a time; lent by <see cref="Rent"/> and used again, so that finding allocates nothing.</remarks>
internal sealed class RuleMatcher
{
    private const int LargestKept = 1024 * 1024;

    [ThreadStatic]
    private static RuleMatcher? t_spare;

    private readonly FieldValues _values = new();
    private SlotReader _reader = new();
    private SlotReader _other = new();
    private RuleIndex _index = RuleIndex.Empty;
    private HitBits[] _hits = []; // by column
    private ulong[] _candidates = [];
    private int[] _places = new int[64]; // of the candidates: positions when these are in order, else ranks
    private int _count;
    private int _next;
    private bool _usesIndex;

    /// <summary>Gets a value indicating whether the payload could not be read here, or is not to be, so that every rule is a candidate and must be checked.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Lends a matcher; give it back with <see cref="Return"/>.</summary>
    /// <param name="index">The rules.</param>
    /// <param name="usesIndex">Whether the index finds the candidates; else every rule is one and must be checked.</param>
    public static RuleMatcher Rent(RuleIndex index, bool usesIndex = true)
    {
        var matcher = t_spare ?? new RuleMatcher();
        t_spare = null;
        matcher._index = index;
        matcher._usesIndex = usesIndex;
        return matcher;
    }

    public void Return(int payloadLength)
    {
        _index = RuleIndex.Empty;
        t_spare = payloadLength > LargestKept ? null : this; // a large payload's copy is not kept for ever
    }

    /// <summary>Reads a payload and finds its candidates.</summary>
    /// <returns>False when <see cref="StrictJson"/> refuses the payload; then every rule is a candidate.</returns>
    public bool Read(ReadOnlySpan<byte> payload)
    {
        Prepare();
        IsUnreadable = !_usesIndex || !_reader.TryRead(payload, _index.Plan);
        if (!IsUnreadable)
        {
            Probe(before: null);
        }

        Gather();
        return !IsUnreadable;
    }

    /// <summary>Reads the payload after a change: looks again only at the fields whose values are others, and goes on behind the candidate it is at.</summary>
    public void Refresh(ReadOnlySpan<byte> payload)
    {
        var wasUnreadable = IsUnreadable;
        var behind = _places[_next - 1];
        (_reader, _other) = (_other, _reader);
        IsUnreadable = !_usesIndex || !_reader.TryRead(payload, _index.Plan);
        if (!IsUnreadable)
        {
            Probe(wasUnreadable ? null : _other);
        }

        Gather();
        while (_next < _count && _places[_next] <= behind)
        {
            _next++;
        }
    }

    /// <summary>Goes to the next candidate.</summary>
    /// <param name="position">Its position.</param>
    /// <returns>False when there is none.</returns>
    public bool TryNext(out int position)
    {
        if (_next == _count)
        {
            position = -1;
            return false;
        }

        position = _places[_next++];
        position = _index.IsMonotonic ? position : _index.Order[position];
        return true;
    }

    private void Prepare()
    {
        var words = _index.Live.Length;
        if (_candidates.Length < words)
        {
            _candidates = new ulong[words];
        }

        if (_hits.Length < _index.Columns.Length)
        {
            var known = _hits.Length;
            Array.Resize(ref _hits, _index.Columns.Length);
            for (var column = known; column < _hits.Length; column++)
            {
                _hits[column] = new HitBits();
            }
        }
    }

    /// <summary>Finds for each column the rules whose condition holds; given the reading before, only where the field's value is another.</summary>
    private void Probe(SlotReader? before)
    {
        var words = _index.Live.Length;
        var loaded = -1;
        var isOther = true;
        var isList = false;
        for (var at = 0; at < _index.Columns.Length; at++)
        {
            var (column, slot) = _index.Columns[at];
            if (loaded != slot || isList)
            {
                if (loaded != slot)
                {
                    isOther = before is null || !HaveSame(before, slot);
                }

                loaded = slot;
                if (isOther)
                {
                    _values.Load(_reader, _reader.Find(slot));
                    isList = _values.Kind is JsonSlotKind.List; // the column goes through its items and does not come back
                }
            }

            if (isOther)
            {
                _hits[at].Clear(words);
                column.Collect(_values, _hits[at]);
            }
        }
    }

    private bool HaveSame(SlotReader before, int slot)
    {
        var old = before.Find(slot);
        var now = _reader.Find(slot);
        return old.Kind == now.Kind && before.BytesOf(old).SequenceEqual(_reader.BytesOf(now));
    }

    /// <summary>Lists the places of the rules that fail nowhere.</summary>
    private void Gather()
    {
        var words = _index.Live.Length;
        var candidates = _candidates.AsSpan(0, words);
        _index.Live.CopyTo(candidates);
        for (var at = 0; at < _index.Columns.Length && !IsUnreadable; at++)
        {
            if (!_index.Columns[at].Column.KeepHolding(candidates, _hits[at]))
            {
                break;
            }
        }

        _next = 0;
        _count = 0;
        for (var word = 0; word < words; word++)
        {
            for (var bits = candidates[word]; bits != 0; bits &= bits - 1)
            {
                if (_count == _places.Length)
                {
                    Array.Resize(ref _places, 2 * _count);
                }

                _places[_count++] = (word << 6) + BitOperations.TrailingZeroCount(bits);
            }
        }

        if (!_index.IsMonotonic)
        {
            var places = _places.AsSpan(0, _count);
            foreach (ref var place in places)
            {
                place = _index.RankOf(place);
            }

            places.Sort();
        }
    }
}
