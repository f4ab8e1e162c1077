namespace Aurion.Engine.Rules.Indexing;

/// <summary>The conditions of one kind on one field, of all rules: tells for which rules they hold. A rule has at most one in a column.</summary>
/// <remarks>Owned as <see cref="RuleBits"/> is.</remarks>
internal abstract class Column(ColumnKey key, object owner)
{
    private RuleBits? _used;
    private ulong[] _usedWords = [];

    public ColumnKey Key { get; } = key;

    /// <summary>Gets a value indicating whether no rule has a condition here.</summary>
    public bool IsEmpty => _used is null or { IsEmpty: true };

    protected object Owner { get; } = owner;

    /// <summary>Makes a column without conditions.</summary>
    public static Column Create(ColumnKey key, object owner) => key.Kind switch
    {
        ColumnKind.Equality => new EqualityColumn(key, owner),
        ColumnKind.Parts => new PartsColumn(key, owner),
        ColumnKind.Threshold => new ThresholdColumn(key, owner),
        _ => new EmptinessColumn(key, owner),
    };

    /// <summary>Gets the column that an edit may change: this one or a copy.</summary>
    public Column OwnedBy(object owner)
    {
        if (ReferenceEquals(Owner, owner))
        {
            return this;
        }

        var copy = Copy(owner);
        copy._used = _used;
        return copy;
    }

    public void Add(IndexedCondition condition, int position)
    {
        _used = RuleBits.Add(_used, position, Owner);
        AddCondition(condition, position);
    }

    public void Remove(IndexedCondition condition, int position)
    {
        _used = RuleBits.Remove(_used, position, Owner);
        RemoveCondition(condition, position);
    }

    /// <summary>Ends the edit: what is derived from the conditions is made anew.</summary>
    public virtual void Publish() => _usedWords = _used?.ToWords() ?? [];

    /// <summary>Leaves out the rules that fail here: those that have a condition in the column which does not hold.</summary>
    /// <param name="candidates">The rules, as bits.</param>
    /// <param name="hits">What <see cref="Collect"/> found for the value of the column's field.</param>
    /// <returns>Whether any may be left.</returns>
    public bool KeepHolding(Span<ulong> candidates, HitBits hits)
    {
        if (!Key.IsNegated)
        {
            return BitBlocks.KeepHits(candidates, _usedWords, hits.Bits);
        }

        BitBlocks.Remove(candidates, hits.Bits);
        return true;
    }

    /// <summary>Adds the rules whose condition holds, the positive one when the column's are negative.</summary>
    public abstract void Collect(FieldValues values, HitBits hits);

    protected abstract Column Copy(object owner);

    protected abstract void AddCondition(IndexedCondition condition, int position);

    protected abstract void RemoveCondition(IndexedCondition condition, int position);
}
