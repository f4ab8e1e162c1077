using System.Text;
using System.Text.Json;
using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>
/// Finds the rules whose operand equals a value, as <see cref="Operand.MatchesOne"/> decides. Numeric equality is not
/// transitive ("1.0" is 1, 1 is "1", but "1.0" is not "1"), hence a table for each kind of operand.
/// </summary>
internal sealed class EqualityTables(object owner)
{
    private readonly object _owner = owner;
    private readonly RuleBits?[] _booleans = new RuleBits?[2]; // operands false and true: asked by Booleans and by their texts
    private readonly RuleBits?[] _booleanTexts = new RuleBits?[2]; // operands "false" and "true": asked by Booleans
    private ValueTable? _texts; // folded operands that are texts: asked by texts
    private ValueTable? _numbers; // operands that are numbers: asked by numbers and by texts that are numbers
    private ValueTable? _numericTexts; // operands that are texts and numbers: asked by numbers

    private EqualityTables(EqualityTables other, object owner)
        : this(owner)
    {
        other._booleans.CopyTo(_booleans, 0);
        other._booleanTexts.CopyTo(_booleanTexts, 0);
        _texts = other._texts;
        _numbers = other._numbers;
        _numericTexts = other._numericTexts;
    }

    /// <summary>Tells whether the tables decide on an operand just as it does itself.</summary>
    public static bool CanHold(Operand operand) => !operand.IsEmpty && !operand.IsCaseSensitive && !operand.IsMoment && TextFold.CanFold(operand.Text);

    public EqualityTables OwnedBy(object owner) => ReferenceEquals(_owner, owner) ? this : new EqualityTables(this, owner);

    public void Add(Operand operand, int position)
    {
        switch (operand.Kind)
        {
            case JsonValueKind.Number:
                _numbers = ValueTable.Add(_numbers, KeyOf(operand), position, _owner);
                break;
            case JsonValueKind.String:
                _texts = ValueTable.Add(_texts, TextFold.Of(operand.Text), position, _owner);
                if (operand.IsNumber)
                {
                    _numericTexts = ValueTable.Add(_numericTexts, KeyOf(operand), position, _owner);
                }

                break;
        }

        if (operand.Boolean is { } boolean)
        {
            ref var rules = ref (operand.Kind is JsonValueKind.String ? _booleanTexts : _booleans)[boolean ? 1 : 0];
            rules = RuleBits.Add(rules, position, _owner);
        }
    }

    public void Remove(Operand operand, int position)
    {
        switch (operand.Kind)
        {
            case JsonValueKind.Number:
                _numbers = ValueTable.Remove(_numbers, KeyOf(operand), position, _owner);
                break;
            case JsonValueKind.String:
                _texts = ValueTable.Remove(_texts, TextFold.Of(operand.Text), position, _owner);
                if (operand.IsNumber)
                {
                    _numericTexts = ValueTable.Remove(_numericTexts, KeyOf(operand), position, _owner);
                }

                break;
        }

        if (operand.Boolean is { } boolean)
        {
            ref var rules = ref (operand.Kind is JsonValueKind.String ? _booleanTexts : _booleans)[boolean ? 1 : 0];
            rules = RuleBits.Remove(rules, position, _owner);
        }
    }

    /// <summary>Adds the rules whose operand equals a value, or some element of it when it is a list.</summary>
    public void Collect(FieldValues values, HitBits hits)
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

    private static byte[] KeyOf(Operand operand)
    {
        // An operand without a key is a number whose exponent nobody can hold; it was refused before.
        return NumberKey.TryRead(Encoding.UTF8.GetBytes(operand.Text), out var key) ? key.Bytes.ToArray() : [];
    }

    private void CollectOne(FieldValues values, HitBits hits)
    {
        switch (values.Kind)
        {
            case JsonSlotKind.Text or JsonSlotKind.EscapedText:
                hits.Add(_texts?.Find(values.Folded));
                if (_numbers is not null && values.IsNumber)
                {
                    hits.Add(_numbers.Find(values.Number.Bytes));
                }

                if (_booleans[0] is not null && values.Plain.SequenceEqual("false"u8))
                {
                    hits.Add(_booleans[0]);
                }

                if (_booleans[1] is not null && values.Plain.SequenceEqual("true"u8))
                {
                    hits.Add(_booleans[1]);
                }

                break;
            case JsonSlotKind.Number when values.IsNumber:
                hits.Add(_numbers?.Find(values.Number.Bytes));
                hits.Add(_numericTexts?.Find(values.Number.Bytes));
                break;
            case JsonSlotKind.True or JsonSlotKind.False:
                var boolean = values.Kind is JsonSlotKind.True ? 1 : 0;
                hits.Add(_booleans[boolean]);
                hits.Add(_booleanTexts[boolean]);
                break;
        }
    }
}
