namespace Aurion.Engine.Rules.Indexing;

/// <summary>How the conditions of a column compare.</summary>
internal enum ColumnKind
{
    /// <summary><c>equals</c> and <c>in</c>: one of the operands is equal.</summary>
    Equality,

    /// <summary><c>contains</c> and <c>contains_any</c>: a text has one of the operands, a list has it as an element.</summary>
    Parts,

    /// <summary><c>greater_than</c> and its like, with a number.</summary>
    Threshold,

    /// <summary><c>is_empty</c>.</summary>
    Emptiness,
}
