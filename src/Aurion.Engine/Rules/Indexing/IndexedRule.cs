using System.Collections.Immutable;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>A rule in an index.</summary>
internal sealed class IndexedRule
{
    public IndexedRule(CompiledRule compiled, int position)
    {
        Compiled = compiled;
        Position = position;
        var conditions = new List<IndexedCondition>();
        NeedsCheck = !IndexedCondition.TakeApart(compiled.Conditions.Root, conditions);
        Conditions = [.. conditions];
    }

    public CompiledRule Compiled { get; }

    public AutomationRule Rule => Compiled.Rule;

    /// <summary>Gets its bit, which it keeps as long as it is in the index.</summary>
    public int Position { get; }

    /// <summary>Gets the conditions that the index decides.</summary>
    public ImmutableArray<IndexedCondition> Conditions { get; }

    /// <summary>Gets a value indicating whether it has more conditions than those: they are checked when those hold.</summary>
    public bool NeedsCheck { get; }

    /// <summary>Gets the verdict when it does not match.</summary>
    public RuleVerdict NotMatched => field ??= new RuleVerdict(Rule.Id, Rule.Name, Matched: false);

    /// <summary>Gets the verdict when it matches.</summary>
    public RuleVerdict Matched => field ??= new RuleVerdict(Rule.Id, Rule.Name, Matched: true);
}
