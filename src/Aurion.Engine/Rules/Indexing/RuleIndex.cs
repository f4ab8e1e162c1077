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
    private readonly RuleBlock[] _blocks;
    private readonly int[] _ranks; // by position

    /// <summary>Initializes a new instance of the <see cref="RuleIndex"/> class.</summary>
    /// <param name="blocks">The rules by position.</param>
    /// <param name="live">The positions that rules have.</param>
    /// <param name="attention">Those of rules that must be checked, or stop the processing.</param>
    /// <param name="order">The rules' positions in the order of evaluation.</param>
    /// <param name="same">An index with rules in the same order at the same positions, if there is one.</param>
    /// <param name="plan">The fields that are read.</param>
    /// <param name="columns">The columns with the slots of their fields, in the order of these.</param>
    public RuleIndex(
        RuleBlock[] blocks, ulong[] live, ulong[] attention, int[] order, RuleIndex? same, SlotPlan plan, ImmutableArray<(Column Column, int Slot)> columns)
    {
        _blocks = blocks;
        Live = live;
        Attention = attention;
        Order = order;
        Plan = plan;
        Columns = columns;
        if (same is not null)
        {
            _ranks = same._ranks;
            IsMonotonic = same.IsMonotonic;
            return;
        }

        _ranks = new int[blocks.Length * RuleBlock.Length];
        IsMonotonic = true;
        for (var rank = 0; rank < order.Length; rank++)
        {
            _ranks[order[rank]] = rank;
            IsMonotonic &= rank == 0 || order[rank] > order[rank - 1];
        }
    }

    /// <summary>Gets the index without rules.</summary>
    public static RuleIndex Empty { get; } = new([], [], [], [], null, SlotPlan.Empty, []);

    /// <summary>Gets the number of rules.</summary>
    public int Count => Order.Length;

    /// <summary>Gets the rules' positions in the order of evaluation; a rule's place in it is its rank. Not to be changed.</summary>
    public int[] Order { get; }

    /// <summary>Gets the columns with the slots of their fields, in the order of these.</summary>
    public ImmutableArray<(Column Column, int Slot)> Columns { get; }

    /// <summary>Gets the fields that are read from a payload.</summary>
    public SlotPlan Plan { get; }

    /// <summary>Gets the positions that rules have. Not to be changed.</summary>
    public ulong[] Live { get; }

    /// <summary>Gets the positions of rules that must be checked, or stop the processing. Not to be changed.</summary>
    public ulong[] Attention { get; }

    /// <summary>Gets a value indicating whether positions are in the order of ranks.</summary>
    public bool IsMonotonic { get; }

    /// <summary>Gets the blocks of rules. Not to be changed.</summary>
    public ReadOnlySpan<RuleBlock> Blocks => _blocks;

    /// <summary>Gets the rank of the rule at a position.</summary>
    public int RankOf(int position) => _ranks[position];

    /// <summary>Gets the rule at a position, as its owner knows it.</summary>
    public AutomationRule RuleAt(int position) => _blocks[position >> 8].Rules[position & (RuleBlock.Length - 1)]!;

    /// <summary>Gets the rule at a position.</summary>
    public IndexedRule At(int position) => _blocks[position >> 8].Indexed[position & (RuleBlock.Length - 1)]!;

    /// <summary>Tells whether the rule at a position must be checked, or stops the processing.</summary>
    public bool NeedsAttention(int position) => (Attention[position >> 6] & (1UL << position)) != 0;

    /// <summary>Makes the index that has other rules.</summary>
    /// <param name="removed">A rule of this index to leave out; null for none.</param>
    /// <param name="added">Rules to take in, whose ids are not there, or removed.</param>
    public RuleIndex Change(AutomationRule? removed, IEnumerable<CompiledRule> added)
    {
        var edit = new RuleIndexEdit(this);
        if (removed is not null)
        {
            edit.Remove(removed);
        }

        foreach (var rule in added)
        {
            edit.Add(rule);
        }

        return edit.Publish();
    }
}
