using System.Collections.Immutable;
using System.Text;
using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>A condition that the index decides exactly as its node does; it is never unknown.</summary>
/// <param name="Column">The column it belongs to.</param>
/// <param name="Operands">What is compared with; one of them is enough.</param>
/// <param name="Threshold">The number of a threshold, as a key.</param>
internal sealed record IndexedCondition(ColumnKey Column, ImmutableArray<Operand> Operands, byte[] Threshold)
{
    private const string NotInPayload = "$conversation"; // a working copy has these fields from elsewhere

    /// <summary>Takes the and-ed conditions of a rule apart.</summary>
    /// <param name="root">The rule's outermost node.</param>
    /// <param name="conditions">Takes those that the index decides, at most one for each column.</param>
    /// <returns>Whether these are all, so that a rule for which all hold has matched.</returns>
    public static bool TakeApart(ConditionNode root, List<IndexedCondition> conditions)
    {
        if (root is GroupNode { AllParts: { } parts })
        {
            var isWhole = true;
            foreach (var part in parts)
            {
                isWhole &= TakeApart(part, conditions);
            }

            return isWhole;
        }

        if (root is not FieldNode node || From(node) is not { } condition || conditions.Exists(known => known.Column == condition.Column))
        {
            return false;
        }

        conditions.Add(condition);
        return true;
    }

    private static IndexedCondition? From(FieldNode node)
    {
        var field = node.Target.Path;
        if (field.Text.StartsWith(NotInPayload, StringComparison.Ordinal) || !SlotPlan.HasSlot(field))
        {
            return null;
        }

        var isNegated = node.Target.Negated;
        return node switch
        {
            EqualsNode equals => FromOperands(ColumnKind.Equality, [equals.Operand]),
            InNode list => FromOperands(ColumnKind.Equality, list.Operands),
            ContainsNode { OneIsEnough: true, IsCaseSensitive: false } parts => FromOperands(ColumnKind.Parts, parts.Operands),
            OrderNode { Operand.NumberText: { } number } order => FromNumber(order.Bounds, number),
            EmptyNode => new IndexedCondition(new ColumnKey(field, ColumnKind.Emptiness, Bounds.None, isNegated), [], []),
            _ => null,
        };

        IndexedCondition? FromOperands(ColumnKind kind, ReadOnlySpan<Operand> operands)
        {
            foreach (var operand in operands)
            {
                if (!EqualityTables.CanHold(operand))
                {
                    return null;
                }
            }

            return new IndexedCondition(new ColumnKey(field, kind, Bounds.None, isNegated), [.. operands], []);
        }

        IndexedCondition? FromNumber(Bounds bounds, string number) => NumberKey.TryRead(Encoding.UTF8.GetBytes(number), out var key)
            ? new IndexedCondition(new ColumnKey(field, ColumnKind.Threshold, bounds, isNegated), [], key.Bytes.ToArray()) { Nearest = key.Nearest }
            : null;
    }

    /// <summary>Gets the double nearest to the threshold.</summary>
    public double Nearest { get; private init; }
}
