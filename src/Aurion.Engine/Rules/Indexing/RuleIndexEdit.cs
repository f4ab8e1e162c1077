using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>One edit of an index: it owns what it makes or copies, until it is published.</summary>
internal sealed class RuleIndexEdit
{
    private readonly object _owner = new();
    private readonly RuleIndex _before;
    private readonly List<RuleBlock> _blocks;
    private readonly Dictionary<ColumnKey, Column> _columns;
    private readonly HashSet<Column> _touched = [];
    private readonly Stack<int> _free = new();
    private ulong[] _live;
    private ulong[] _attention;
    private List<int>? _order; // null as long as the order is that of before
    private AutomationRule? _hole; // a rule that has left its place in the order to one that belongs there too
    private int _positions;

    /// <summary>Initializes a new instance of the <see cref="RuleIndexEdit"/> class.</summary>
    /// <param name="before">The index to edit.</param>
    public RuleIndexEdit(RuleIndex before)
    {
        _before = before;
        _blocks = [.. before.Blocks];
        _live = [.. before.Live];
        _attention = [.. before.Attention];
        _columns = before.Columns.ToDictionary(static column => column.Column.Key, static column => column.Column);
        _positions = _blocks.Count * RuleBlock.Length;
        for (var position = _positions - 1; position >= 0 && before.Count + _free.Count < _positions; position--)
        {
            if ((_live[position >> 6] & (1UL << position)) == 0)
            {
                _free.Push(position);
            }
        }
    }

    /// <summary>Takes a rule out; before any is taken in.</summary>
    public void Remove(AutomationRule rule)
    {
        var rank = FindPlace(rule);
        if (rank < 0)
        {
            return;
        }

        var position = _before.Order[rank];
        foreach (var condition in _before.At(position).Conditions)
        {
            Own(condition.Column).Remove(condition, position);
        }

        _free.Push(position);
        _hole = rule;
        Put(position, null);
    }

    public void Add(CompiledRule compiled)
    {
        var position = _free.TryPop(out var free) ? free : Extend();
        var rule = new IndexedRule(compiled, position);
        if (_hole is null || RuleOrder.Instance.Compare(_hole, rule.Rule) != 0)
        {
            LeaveHole();
            var place = ~FindPlace(rule.Rule);
            _order!.Insert(place, position);
        }

        _hole = null;
        Put(position, rule);
        foreach (var condition in rule.Conditions)
        {
            Own(condition.Column).Add(condition, position);
        }
    }

    /// <summary>Ends the edit.</summary>
    public RuleIndex Publish()
    {
        if (_hole is not null)
        {
            LeaveHole();
        }

        foreach (var column in _touched)
        {
            column.Publish();
        }

        var fields = _before.Plan.Paths; // none of them is given up
        var slots = new Dictionary<FieldPath, int>();
        foreach (var field in fields.Concat(_columns.Keys.Select(static key => key.Field)))
        {
            slots.TryAdd(field, slots.Count);
        }

        return new RuleIndex(
            [.. _blocks],
            _live,
            _attention,
            _order is null ? _before.Order : [.. _order],
            _order is null ? _before : null,
            slots.Count == fields.Length ? _before.Plan : new SlotPlan([.. slots.Keys]),
            [.. _columns.Values.Where(static column => !column.IsEmpty).Select(column => (column, slots[column.Key.Field])).OrderBy(static column => column.Item2)]);
    }

    private void Put(int position, IndexedRule? rule)
    {
        var block = _blocks[position >> 8] = _blocks[position >> 8].OwnedBy(_owner);
        block.Indexed[position & (RuleBlock.Length - 1)] = rule;
        block.Rules[position & (RuleBlock.Length - 1)] = rule?.Rule;
        Set(_live, position, rule is not null);
        Set(_attention, position, rule is not null && (rule.NeedsCheck || rule.Rule.StopProcessing));
    }

    private static void Set(ulong[] bits, int position, bool value)
    {
        var bit = 1UL << position;
        bits[position >> 6] = value ? bits[position >> 6] | bit : bits[position >> 6] & ~bit;
    }

    private Column Own(in ColumnKey key)
    {
        var own = _columns.TryGetValue(key, out var column) ? column.OwnedBy(_owner) : Column.Create(key, _owner);
        _columns[key] = own;
        _touched.Add(own);
        return own;
    }

    /// <summary>Makes a block of new positions, of which the first is taken at once and the others in order.</summary>
    private int Extend()
    {
        var first = _positions;
        _positions += RuleBlock.Length;
        _blocks.Add(new RuleBlock(_owner));
        Array.Resize(ref _live, _positions >> 6);
        Array.Resize(ref _attention, _positions >> 6);
        for (var position = _positions - 1; position > first; position--)
        {
            _free.Push(position);
        }

        return first;
    }

    /// <summary>Ends the sharing of the order with the index before; a rule that was removed leaves it.</summary>
    private void LeaveHole()
    {
        if (_hole is not null)
        {
            var rank = FindPlace(_hole);
            _order = [.. _before.Order];
            _order.RemoveAt(rank);
            _hole = null;
        }

        _order ??= [.. _before.Order];
    }

    /// <summary>Finds a rule's place in the order.</summary>
    /// <returns>Its rank, or the complement of the rank that it would have.</returns>
    private int FindPlace(AutomationRule rule)
    {
        var low = 0;
        var high = _order?.Count ?? _before.Count;
        if (high > 0 && _hole is null && _order is not null && Compare(high - 1, rule) < 0)
        {
            return ~high; // rules that come in order, as when the whole set is made
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var comparison = Compare(middle, rule);
            if (comparison == 0)
            {
                return middle;
            }

            (low, high) = comparison < 0 ? (middle + 1, high) : (low, middle);
        }

        return ~low;
    }

    private int Compare(int rank, AutomationRule rule)
    {
        var position = _order is null ? _before.Order[rank] : _order[rank];
        var other = _blocks[position >> 8].Rules[position & (RuleBlock.Length - 1)] ?? _hole!; // the hole is the only one without its rule
        return RuleOrder.Instance.Compare(other, rule);
    }
}
