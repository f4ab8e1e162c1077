using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary><c>contains</c>, <c>contains_any</c> and their negative twins: parts of a text, elements of a list.</summary>
internal sealed class PartsColumn(ColumnKey key, object owner) : Column(key, owner)
{
    private EqualityTables _elements = new(owner);
    private GramTable? _longs; // of seven bytes or more: every other position of a text is enough, and six bytes are rarely shared
    private GramTable? _fours;
    private GramTable? _threes;
    private ImmutableArray<(byte[] Text, RuleBits Rules)> _shorts = []; // of one or two bytes

    public override void Publish()
    {
        base.Publish();
        _longs?.Publish();
        _fours?.Publish();
        _threes?.Publish();
    }

    public override void Collect(FieldValues values, HitBits hits)
    {
        switch (values.Kind)
        {
            case JsonSlotKind.List:
                _elements.Collect(values, hits);
                break;
            case JsonSlotKind.Text or JsonSlotKind.EscapedText or JsonSlotKind.Number or JsonSlotKind.True or JsonSlotKind.False:
                CollectInText(values, hits);
                break;
        }
    }

    protected override Column Copy(object owner) => new PartsColumn(Key, owner)
    {
        _elements = _elements.OwnedBy(owner),
        _longs = _longs?.OwnedBy(owner),
        _fours = _fours?.OwnedBy(owner),
        _threes = _threes?.OwnedBy(owner),
        _shorts = _shorts,
    };

    protected override void AddCondition(IndexedCondition condition, int position)
    {
        foreach (var operand in condition.Operands)
        {
            _elements.Add(operand, position);
            var text = TextFold.Of(operand.Text);
            switch (text.Length)
            {
                case >= 7:
                    (_longs ??= new GramTable(6, 2, Owner)).Add(text, position);
                    break;
                case >= 4:
                    (_fours ??= new GramTable(4, 1, Owner)).Add(text, position);
                    break;
                case 3:
                    (_threes ??= new GramTable(3, 1, Owner)).Add(text, position);
                    break;
                default:
                    var at = FindShort(text);
                    _shorts = at < 0
                        ? _shorts.Add((text, RuleBits.Add(null, position, Owner)))
                        : _shorts.SetItem(at, (text, RuleBits.Add(_shorts[at].Rules, position, Owner)));
                    break;
            }
        }
    }

    protected override void RemoveCondition(IndexedCondition condition, int position)
    {
        foreach (var operand in condition.Operands)
        {
            _elements.Remove(operand, position);
            var text = TextFold.Of(operand.Text);
            switch (text.Length)
            {
                case >= 7:
                    _longs?.Remove(text, position);
                    break;
                case >= 4:
                    _fours?.Remove(text, position);
                    break;
                case 3:
                    _threes?.Remove(text, position);
                    break;
                default:
                    var at = FindShort(text);
                    if (at >= 0 && RuleBits.Remove(_shorts[at].Rules, position, Owner) is { } rules)
                    {
                        _shorts = rules.IsEmpty ? _shorts.RemoveAt(at) : _shorts.SetItem(at, (text, rules));
                    }

                    break;
            }
        }
    }

    private void CollectInText(FieldValues values, HitBits hits)
    {
        var text = values.Folded;
        _longs?.Collect(text, values, hits);
        _fours?.Collect(text, values, hits);
        _threes?.Collect(text, values, hits);
        foreach (var (part, rules) in _shorts)
        {
            if (text.IndexOf(part) >= 0)
            {
                hits.Add(rules);
            }
        }
    }

    private int FindShort(byte[] text)
    {
        for (var at = 0; at < _shorts.Length; at++)
        {
            if (text.AsSpan().SequenceEqual(_shorts[at].Text))
            {
                return at;
            }
        }

        return -1;
    }
}
