using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>
/// The rules of one type of event, found by their conditions: for each field and kind of operator a column says which rules
/// fail there, as bits over the rules' positions; what fails in no column has matched, or is checked further.
/// </summary>
/// <remarks>
/// Immutable and safe for concurrent use. An edit makes another index that shares all that it does not touch. Rules keep
/// their positions; their order is a table beside the bits, so that an edit moves no bit of another rule.
/// </remarks>
internal sealed class RuleIndex
{
    private readonly int[] _ranks; // by position

    private RuleIndex(RuleRanks inOrder, int positions, SlotPlan plan, ImmutableArray<(Column Column, int Slot)> columns)
    {
        Ranks = inOrder;
        Columns = columns;
        Plan = plan;
        _ranks = new int[positions];
        Live = new ulong[((positions + 255) >> 8) * RuleBits.BlockWords];
        var last = -1;
        IsMonotonic = true;
        for (var rank = 0; rank < inOrder.Positions.Length; rank++)
        {
            var position = inOrder.Positions[rank];
            _ranks[position] = rank;
            Live[position >> 6] |= 1UL << position;
            IsMonotonic &= position > last;
            last = position;
        }
    }

    /// <summary>Gets the index without rules.</summary>
    public static RuleIndex Empty { get; } = new(RuleRanks.Empty, 0, SlotPlan.Empty, []);

    /// <summary>Gets what a match needs of the rules, by rank.</summary>
    public RuleRanks Ranks { get; }

    /// <summary>Gets the rules in the order of evaluation; a rule's place in it is its rank.</summary>
    public ImmutableArray<IndexedRule> InOrder => Ranks.Indexed;

    /// <summary>Gets the verdicts of a pass in which nothing matches.</summary>
    public ImmutableArray<RuleVerdict> NotMatched => Ranks.NotMatched;

    /// <summary>Gets the columns with the slots of their fields, in the order of these.</summary>
    public ImmutableArray<(Column Column, int Slot)> Columns { get; }

    /// <summary>Gets the fields that are read from a payload.</summary>
    public SlotPlan Plan { get; }

    /// <summary>Gets the positions that rules have.</summary>
    public ulong[] Live { get; }

    /// <summary>Gets a value indicating whether positions are in the order of ranks.</summary>
    public bool IsMonotonic { get; }

    /// <summary>Gets the rank of the rule at a position.</summary>
    public int RankOf(int position) => _ranks[position];

    /// <summary>Makes the index that has other rules.</summary>
    /// <param name="removed">Rules of this index to leave out.</param>
    /// <param name="added">Rules to take in, whose ids are not there, or removed.</param>
    public RuleIndex Change(IReadOnlyCollection<AutomationRule> removed, IEnumerable<CompiledRule> added)
    {
        var edit = new RuleIndexEdit(this, _ranks.Length);
        foreach (var rule in removed)
        {
            edit.Remove(rule);
        }

        foreach (var rule in added)
        {
            edit.Add(rule);
        }

        return edit.Publish(static (inOrder, positions, plan, columns) => new RuleIndex(inOrder, positions, plan, columns));
    }
}
