namespace Aurion.Engine.Rules.Indexing;

/// <summary><c>is_empty</c> and <c>is_present</c>.</summary>
internal sealed class EmptinessColumn(ColumnKey key, object owner) : Column(key, owner)
{
    private RuleBits? _rules;

    public override void Collect(FieldValues values, HitBits hits)
    {
        if (values.IsEmpty)
        {
            hits.Add(_rules);
        }
    }

    protected override Column Copy(object owner) => new EmptinessColumn(Key, owner) { _rules = _rules };

    protected override void AddCondition(IndexedCondition condition, int position) => _rules = RuleBits.Add(_rules, position, Owner);

    protected override void RemoveCondition(IndexedCondition condition, int position) => _rules = RuleBits.Remove(_rules, position, Owner);
}
