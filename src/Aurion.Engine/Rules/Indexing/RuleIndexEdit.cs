using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>One edit of an index: it owns what it makes or copies, until it is published.</summary>
internal sealed class RuleIndexEdit
{
    private readonly object _owner = new();
    private readonly RuleIndex _before;
    private readonly List<IndexedRule> _indexed;
    private readonly List<AutomationRule> _rules;
    private readonly List<int> _places;
    private readonly List<RuleVerdict> _verdicts;
    private readonly List<bool> _attention;
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
        _indexed = [.. before.Ranks.Indexed];
        _rules = [.. before.Ranks.Rules];
        _places = [.. before.Ranks.Positions];
        _verdicts = [.. before.Ranks.NotMatched];
        _attention = [.. before.Ranks.NeedAttention];
        _columns = before.Columns.ToDictionary(static column => column.Column.Key, static column => column.Column);
        for (var position = positions - 1; position >= 0 && _rules.Count + _free.Count < positions; position--)
        {
            if ((before.Live[position >> 6] & (1UL << position)) == 0)
            {
                _free.Push(position);
            }
        }
    }

    public void Remove(AutomationRule rule)
    {
        var at = _rules.BinarySearch(rule, RuleOrder.Instance);
        if (at < 0)
        {
            return;
        }

        var removed = _indexed[at];
        _indexed.RemoveAt(at);
        _rules.RemoveAt(at);
        _places.RemoveAt(at);
        _verdicts.RemoveAt(at);
        _attention.RemoveAt(at);
        _free.Push(removed.Position);
        foreach (var condition in removed.Conditions)
        {
            Own(condition.Column).Remove(condition, removed.Position);
        }
    }

    public void Add(CompiledRule compiled)
    {
        var rule = new IndexedRule(compiled, _free.TryPop(out var free) ? free : _positions++);
        var place = FindPlace(compiled.Rule);
        _indexed.Insert(place, rule);
        _rules.Insert(place, rule.Rule);
        _places.Insert(place, rule.Position);
        _verdicts.Insert(place, rule.NotMatched);
        _attention.Insert(place, rule.NeedsCheck || rule.Rule.StopProcessing);
        foreach (var condition in rule.Conditions)
        {
            Own(condition.Column).Add(condition, rule.Position);
        }
    }

    /// <summary>Ends the edit.</summary>
    /// <param name="create">Makes the index of rules, number of positions, plan of the fields, and the columns.</param>
    public RuleIndex Publish(Func<RuleRanks, int, SlotPlan, ImmutableArray<(Column Column, int Slot)>, RuleIndex> create)
    {
        var fields = _before.Plan.Paths; // none of them is given up
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
            new RuleRanks([.. _indexed], [.. _rules], [.. _places], [.. _verdicts], [.. _attention]),
            _positions,
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
        if (_rules.Count > 0 && RuleOrder.Instance.Compare(_rules[^1], rule) <= 0)
        {
            return _rules.Count; // rules that come in order, as when the whole set is made
        }

        for (var high = _rules.Count; low < high;)
        {
            var middle = (low + high) >>> 1;
            if (RuleOrder.Instance.Compare(_rules[middle], rule) <= 0)
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
