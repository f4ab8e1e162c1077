using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Why a condition or a group came to its verdict.</summary>
/// <remarks>Immutable. The verdict is that of the evaluation itself, which a trace looked on at; only the words are made here.</remarks>
public sealed record ConditionExplanation
{
    /// <summary>Gets where it stands in its document: <c>conditions[1]</c>, <c>conditions[2].any[0]</c>; a group has its list's path.</summary>
    public required string Path { get; init; }

    /// <summary>Gets how the group joins its parts; null for a condition.</summary>
    public GroupKind? Group { get; init; }

    /// <summary>Gets the field's path; null for a group, and for what is no condition.</summary>
    public string? Field { get; init; }

    /// <summary>Gets the operator's name; null for a group, and for what is no condition.</summary>
    public string? Operator { get; init; }

    /// <summary>Gets the value that the condition is written with; null when it has none.</summary>
    public JsonText? Wanted { get; init; }

    /// <summary>
    /// Gets the field's value as the condition saw it; null when it was missing. Of a value that is longer than 4,096 bytes or nests deeper than 16 levels this is
    /// a text with its beginning, which ends in <c>…</c>.
    /// </summary>
    public JsonText? Actual { get; init; }

    /// <summary>Gets the value before the change, for <c>changed</c> and its family; null for other operators and when it was missing. Long ones are cut as <see cref="Actual"/> is.</summary>
    public JsonText? Before { get; init; }

    /// <summary>Gets what the value was read as; null for a group.</summary>
    public ReadingKind? ReadAs { get; init; }

    /// <summary>
    /// Gets the value as it was read, when it was read as anything: a moment in UTC, a number, a text in its composed form,
    /// of a list its first 20 elements. Texts longer than 200 characters are cut and end in <c>…</c>.
    /// </summary>
    public JsonText? Coerced { get; init; }

    /// <summary>Gets what it came to.</summary>
    public required Truth Verdict { get; init; }

    /// <summary>Gets why, in one sentence without a full stop.</summary>
    public required string Sentence { get; init; }

    /// <summary>Gets the parts of a group in order, each judged, whether or not the group was decided already; empty for a condition.</summary>
    public ImmutableArray<ConditionExplanation> Parts { get; init; } = [];
}
