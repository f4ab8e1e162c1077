using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>
/// <c>greater_than</c> and its like against numbers. The thresholds are in the order in which a growing (or, for "less",
/// shrinking) number passes them, so that those that hold are always the first ones: their bits are ready for every 32.
/// </summary>
/// <remarks>What edits add and remove is kept beside them, for a few edits, so that most edits make no bits anew.</remarks>
internal sealed class ThresholdColumn(ColumnKey key, object owner) : Column(key, owner)
{
    private const int Step = 32;
    private const int MaxEdits = 16;
    private readonly int _sign = (key.Bounds & Bounds.Greater) != 0 ? 1 : -1;
    private readonly bool _sameHolds = (key.Bounds & Bounds.Same) != 0;
    private Threshold[] _thresholds = [];
    private double[] _nearest = []; // of the same, times the sign: ascending
    private ulong[][] _firsts = [[]]; // by count / Step: the bits of the first count thresholds
    private List<Threshold> _added = [];
    private List<int> _removed = []; // positions that had a threshold among those above

    public override void Publish()
    {
        base.Publish();
        if (_added.Count + _removed.Count > MaxEdits)
        {
            Merge();
        }
    }

    public override void Collect(FieldValues values, HitBits hits)
    {
        if (values.Kind is not JsonSlotKind.List)
        {
            CollectOne(values, hits);
            return;
        }

        for (values.OpenList(); values.TryNextItem();)
        {
            CollectOne(values, hits);
        }
    }

    protected override Column Copy(object owner) => new ThresholdColumn(Key, owner)
    {
        _thresholds = _thresholds,
        _nearest = _nearest,
        _firsts = _firsts,
        _added = [.. _added],
        _removed = [.. _removed],
    };

    protected override void AddCondition(IndexedCondition condition, int position) =>
        _added.Add(new Threshold(condition.Nearest * _sign, condition.Threshold, position));

    protected override void RemoveCondition(IndexedCondition condition, int position)
    {
        if (_added.RemoveAll(threshold => threshold.Position == position) == 0)
        {
            _removed.Add(position);
        }
    }

    /// <summary>Takes over what edits added and removed.</summary>
    private void Merge()
    {
        _added.Sort(Compare);
        var all = new Threshold[_thresholds.Length - _removed.Count + _added.Count];
        var count = 0;
        var next = 0;
        foreach (var threshold in _thresholds)
        {
            if (_removed.Count > 0 && _removed.Contains(threshold.Position))
            {
                continue;
            }

            while (next < _added.Count && Compare(_added[next], threshold) < 0)
            {
                all[count++] = _added[next++];
            }

            all[count++] = threshold;
        }

        _added.CopyTo(next, all, count, _added.Count - next);
        _thresholds = all;
        _added = [];
        _removed = [];
        _nearest = Array.ConvertAll(all, static threshold => threshold.Nearest);
        MakeBits();
    }

    private void MakeBits()
    {
        var last = -1;
        foreach (var threshold in _thresholds)
        {
            last = Math.Max(last, threshold.Position);
        }

        var bits = new ulong[((last + 256) >> 8) * RuleBits.BlockWords];
        _firsts = new ulong[(_thresholds.Length / Step) + 1][];
        for (var at = 0; at <= _thresholds.Length; at++)
        {
            if (at % Step == 0)
            {
                _firsts[at / Step] = [.. bits];
            }

            if (at < _thresholds.Length)
            {
                var position = _thresholds[at].Position;
                bits[position >> 6] |= 1UL << position;
            }
        }
    }

    private void CollectOne(FieldValues values, HitBits hits)
    {
        if (!values.IsNumber)
        {
            return;
        }

        var nearest = values.Nearest * _sign;
        var count = CountHolding(nearest, values);
        hits.Add(_firsts[count / Step]);
        if (count % Step == 0 && _removed.Count + _added.Count == 0)
        {
            return;
        }

        var bits = hits.Own();
        for (var at = count / Step * Step; at < count; at++)
        {
            var position = _thresholds[at].Position;
            bits[position >> 6] |= 1UL << position;
        }

        if (_removed.Count + _added.Count > 0)
        {
            CollectEdits(nearest, values, bits);
        }
    }

    private void CollectEdits(double nearest, FieldValues values, Span<ulong> bits)
    {
        foreach (var position in _removed)
        {
            bits[position >> 6] &= ~(1UL << position);
        }

        foreach (var threshold in _added)
        {
            if (nearest > threshold.Nearest || (nearest == threshold.Nearest && Holds(threshold, values)))
            {
                bits[threshold.Position >> 6] |= 1UL << threshold.Position;
            }
        }
    }

    private int CountHolding(double nearest, FieldValues values)
    {
        // The first whose double is not less; going on from there, the few with the same double are compared exactly.
        var low = 0;
        for (var rest = _nearest.Length; rest > 0;)
        {
            var half = (rest + 1) >> 1;
            low += _nearest[low + half - 1] < nearest ? half : 0;
            rest -= half;
        }

        while (low < _nearest.Length && _nearest[low] == nearest && Holds(_thresholds[low], values))
        {
            low++;
        }

        return low;
    }

    /// <summary>Whether a threshold holds whose nearest double is that of the value.</summary>
    private bool Holds(in Threshold threshold, FieldValues values)
    {
        var comparison = values.Number.Bytes.SequenceCompareTo(threshold.Key) * _sign;
        return comparison > 0 || (comparison == 0 && _sameHolds);
    }

    private int Compare(Threshold left, Threshold right)
    {
        var comparison = left.Nearest.CompareTo(right.Nearest);
        return comparison == 0 ? left.Key.AsSpan().SequenceCompareTo(right.Key) * _sign : comparison;
    }

    private readonly record struct Threshold(double Nearest, byte[] Key, int Position);
}
