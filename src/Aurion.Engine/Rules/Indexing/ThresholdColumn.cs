using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>
/// <c>greater_than</c> and its like against numbers. The thresholds are in the order in which a growing (or, for "less",
/// shrinking) number passes them, so that those that hold are always the first ones: their bits are ready for every 32.
/// </summary>
internal sealed class ThresholdColumn(ColumnKey key, object owner) : Column(key, owner)
{
    private const int Step = 32;
    private readonly int _sign = (key.Bounds & Bounds.Greater) != 0 ? 1 : -1;
    private readonly bool _sameHolds = (key.Bounds & Bounds.Same) != 0;
    private List<Threshold> _thresholds = [];
    private bool _isSorted = true;
    private ulong[][] _firsts = []; // by count / Step: the bits of the first count thresholds

    public override void Publish()
    {
        if (!_isSorted)
        {
            _thresholds.Sort(Compare);
            _isSorted = true;
        }

        var words = _thresholds.Count == 0 ? 0 : ((_thresholds.Max(static threshold => threshold.Position) >> 8) + 1) * RuleBits.BlockWords;
        _firsts = new ulong[(_thresholds.Count / Step) + 1][];
        var bits = new ulong[words];
        for (var at = 0; at <= _thresholds.Count; at++)
        {
            if (at % Step == 0)
            {
                _firsts[at / Step] = [.. bits];
            }

            if (at < _thresholds.Count)
            {
                var position = _thresholds[at].Position;
                bits[position >> 6] |= 1UL << position;
            }
        }
    }

    protected override Column Copy(object owner) =>
        new ThresholdColumn(Key, owner) { _thresholds = [.. _thresholds], _isSorted = _isSorted, _firsts = _firsts };

    protected override void AddCondition(IndexedCondition condition, int position)
    {
        var threshold = new Threshold(condition.Nearest, condition.Threshold, position);
        if (_firsts.Length > 0 && _isSorted)
        {
            var at = _thresholds.BinarySearch(threshold, Comparer<Threshold>.Create(Compare));
            _thresholds.Insert(at < 0 ? ~at : at, threshold);
            return;
        }

        _thresholds.Add(threshold); // the column is being built: sorted once at the end
        _isSorted = false;
    }

    protected override void RemoveCondition(IndexedCondition condition, int position) =>
        _thresholds.RemoveAll(threshold => threshold.Position == position);

    protected override void Collect(FieldValues values, Span<ulong> hits)
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

    private void CollectOne(FieldValues values, Span<ulong> hits)
    {
        if (!values.IsNumber)
        {
            return;
        }

        ref readonly var number = ref values.Number;
        var count = CountHolding(number.Nearest, number.Bytes);
        BitBlocks.Or(hits, _firsts[count / Step]);
        for (var at = count / Step * Step; at < count; at++)
        {
            var position = _thresholds[at].Position;
            hits[position >> 6] |= 1UL << position;
        }
    }

    private int CountHolding(double nearest, ReadOnlySpan<byte> key)
    {
        var low = 0;
        for (var high = _thresholds.Count; low < high;)
        {
            var middle = (low + high) >>> 1;
            var threshold = _thresholds[middle];
            var comparison = nearest.CompareTo(threshold.Nearest);
            comparison = (comparison == 0 ? key.SequenceCompareTo(threshold.Key) : comparison) * _sign;
            if (comparison > 0 || (comparison == 0 && _sameHolds))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int Compare(Threshold left, Threshold right)
    {
        var comparison = left.Nearest.CompareTo(right.Nearest);
        return (comparison == 0 ? left.Key.AsSpan().SequenceCompareTo(right.Key) : comparison) * _sign;
    }

    private readonly record struct Threshold(double Nearest, byte[] Key, int Position);
}
