namespace Aurion.Engine.Rules.Indexing;

/// <summary><c>equals</c>, <c>in</c> and their negative twins.</summary>
internal sealed class EqualityColumn(ColumnKey key, object owner) : Column(key, owner)
{
    private EqualityTables _tables = new(owner);

    public override void Collect(FieldValues values, HitBits hits) => _tables.Collect(values, hits);

    protected override Column Copy(object owner) => new EqualityColumn(Key, owner) { _tables = _tables.OwnedBy(owner) };

    protected override void AddCondition(IndexedCondition condition, int position)
    {
        foreach (var operand in condition.Operands)
        {
            _tables.Add(operand, position);
        }
    }

    protected override void RemoveCondition(IndexedCondition condition, int position)
    {
        foreach (var operand in condition.Operands)
        {
            _tables.Remove(operand, position);
        }
    }
}
