using System.Collections.Immutable;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>The rules of an index in the order of evaluation, side by side, so that going through matches touches no rule itself.</summary>
/// <param name="Indexed">The rules.</param>
/// <param name="Rules">The same, as their owner knows them.</param>
/// <param name="Positions">Their positions.</param>
/// <param name="NotMatched">Their verdicts when they do not match.</param>
/// <param name="NeedAttention">Whether they must be checked, or stop the processing.</param>
internal sealed record RuleRanks(
    ImmutableArray<IndexedRule> Indexed,
    ImmutableArray<AutomationRule> Rules,
    ImmutableArray<int> Positions,
    ImmutableArray<RuleVerdict> NotMatched,
    ImmutableArray<bool> NeedAttention)
{
    public static RuleRanks Empty { get; } = new([], [], [], [], []);
}
