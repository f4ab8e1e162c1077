using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>One edit of an index: it owns what it makes or copies, until it is published.</summary>
internal sealed class RuleIndexEdit
{
    private readonly object _owner = new();
    private readonly RuleIndex _before;
    private readonly List<IndexedRule> _rules;
    private readonly Dictionary<ColumnKey, Column> _columns;
    private readonly HashSet<Column> _touched = [];
    private readonly Stack<int> _free = new();
    private int _positions;

    /// <summary>Initializes a new instance of the <see cref="RuleIndexEdit"/> class.</summary>
    /// <param name="before">The index to edit.</param>
    /// <param name="positions">The number of its positions, free ones included.</param>
    public RuleIndexEdit(RuleIndex before, int positions)
    {
        _before = before;
        _positions = positions;
        _rules = [.. before.InOrder];
        _columns = before.Columns.ToDictionary(static column => column.Column.Key, static column => column.Column);
        for (var position = positions - 1; position >= 0 && _rules.Count + _free.Count < positions; position--)
        {
            if ((before.Live[position >> 6] & (1UL << position)) == 0)
            {
                _free.Push(position);
            }
        }
    }

    public void Remove(string id)
    {
        var at = _rules.FindIndex(rule => string.Equals(rule.Rule.Id, id, StringComparison.Ordinal));
        if (at < 0)
        {
            return;
        }

        var removed = _rules[at];
        _rules.RemoveAt(at);
        _free.Push(removed.Position);
        foreach (var condition in removed.Conditions)
        {
            Own(condition.Column).Remove(condition, removed.Position);
        }
    }

    public void Add(CompiledRule compiled)
    {
        var rule = new IndexedRule(compiled, _free.TryPop(out var free) ? free : _positions++);
        _rules.Insert(FindPlace(compiled.Rule), rule);
        foreach (var condition in rule.Conditions)
        {
            Own(condition.Column).Add(condition, rule.Position);
        }
    }

    /// <summary>Ends the edit.</summary>
    /// <param name="fields">The fields that the index before read; none of them is given up.</param>
    /// <param name="create">Makes the index of rules, number of positions, fields, their plan and the columns.</param>
    public RuleIndex Publish(
        ImmutableArray<FieldPath> fields,
        Func<ImmutableArray<IndexedRule>, int, ImmutableArray<FieldPath>, SlotPlan, ImmutableArray<(Column Column, int Slot)>, RuleIndex> create)
    {
        foreach (var column in _touched)
        {
            column.Publish();
        }

        var slots = new Dictionary<FieldPath, int>();
        foreach (var field in fields.Concat(_columns.Keys.Select(static key => key.Field)))
        {
            slots.TryAdd(field, slots.Count);
        }

        var plan = slots.Count == fields.Length ? _before.Plan : new SlotPlan([.. slots.Keys]);
        return create(
            [.. _rules],
            _positions,
            plan.Paths,
            plan,
            [.. _columns.Values.Where(static column => !column.IsEmpty).Select(column => (column, slots[column.Key.Field])).OrderBy(static column => column.Item2)]);
    }

    private Column Own(in ColumnKey key)
    {
        var own = _columns.TryGetValue(key, out var column) ? column.OwnedBy(_owner) : Column.Create(key, _owner);
        _columns[key] = own;
        _touched.Add(own);
        return own;
    }

    private int FindPlace(AutomationRule rule)
    {
        var low = 0;
        if (_rules.Count > 0 && RuleOrder.Instance.Compare(_rules[^1].Rule, rule) <= 0)
        {
            return _rules.Count; // rules that come in order, as when the whole set is made
        }

        for (var high = _rules.Count; low < high;)
        {
            var middle = (low + high) >>> 1;
            if (RuleOrder.Instance.Compare(_rules[middle].Rule, rule) <= 0)
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
}
