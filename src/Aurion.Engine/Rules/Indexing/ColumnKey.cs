using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>What the conditions of one column have in common.</summary>
/// <param name="Field">The field.</param>
/// <param name="Kind">How they compare.</param>
/// <param name="Bounds">Which comparisons hold; none unless they are thresholds.</param>
/// <param name="IsNegated">Whether they are the negative twins.</param>
internal readonly record struct ColumnKey(FieldPath Field, ColumnKind Kind, Bounds Bounds, bool IsNegated);
