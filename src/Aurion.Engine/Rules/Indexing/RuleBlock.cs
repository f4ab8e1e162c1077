namespace Aurion.Engine.Rules.Indexing;

/// <summary>The rules of 256 positions, side by side, so that going through matches touches no rule itself. Owned as <see cref="RuleBits"/> is.</summary>
internal sealed class RuleBlock(object owner)
{
    /// <summary>Positions in a block.</summary>
    public const int Length = 256;

    private readonly object _owner = owner;

    /// <summary>Gets the rules by position in the block; null where none is.</summary>
    public IndexedRule?[] Indexed { get; private init; } = new IndexedRule?[Length];

    /// <summary>Gets the same, as their owner knows them.</summary>
    public AutomationRule?[] Rules { get; private init; } = new AutomationRule?[Length];

    /// <summary>Gets the block that an edit may change: this one or a copy.</summary>
    public RuleBlock OwnedBy(object owner) => ReferenceEquals(_owner, owner)
        ? this
        : new RuleBlock(owner) { Indexed = [.. Indexed], Rules = [.. Rules] };
}
