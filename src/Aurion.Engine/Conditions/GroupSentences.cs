using System.Collections.Immutable;
using System.Globalization;

namespace Aurion.Engine.Conditions;

/// <summary>Says in a sentence why a group came to its verdict.</summary>
internal static class GroupSentences
{
    private const int MaxNamed = 5;

    public static string Of(GroupKind kind, Truth truth, ImmutableArray<ConditionExplanation> parts) => (kind, truth) switch
    {
        (GroupKind.All, _) when parts.IsEmpty => "there are no conditions, so it always holds",
        (GroupKind.Any, _) when parts.IsEmpty => "any of no conditions never holds",
        (GroupKind.None, _) when parts.IsEmpty => "none of no conditions always holds",
        (GroupKind.All or GroupKind.Any, _) when parts.Length == 1 => parts[0].Sentence,
        (GroupKind.All, Truth.True) => Count($"all {parts.Length} hold"),
        (GroupKind.All, Truth.False) => $"all must hold, and {Named(parts, Truth.False)} {Verb(parts, Truth.False, "does", "do")} not",
        (GroupKind.Any, Truth.True) => $"one must hold, and {Named(parts, Truth.True)} {Verb(parts, Truth.True, "does", "do")}",
        (GroupKind.Any, Truth.False) => Count($"one must hold, and none of {parts.Length} does"),
        (GroupKind.None, Truth.True) => Count($"none may hold, and none of {parts.Length} does"),
        (GroupKind.None, Truth.False) => $"none may hold, and {Named(parts, Truth.True)} {Verb(parts, Truth.True, "does", "do")}",
        (GroupKind.All, _) => $"all must hold, and {Named(parts, Truth.Unknown)} cannot be judged",
        (GroupKind.Any, _) => $"one must hold, none does, and {Named(parts, Truth.Unknown)} cannot be judged",
        _ => $"none may hold, none does, and {Named(parts, Truth.Unknown)} cannot be judged",
    };

    private static string Named(ImmutableArray<ConditionExplanation> parts, Truth verdict)
    {
        var paths = parts.Where(part => part.Verdict == verdict).Select(static part => part.Path).ToList();
        return paths.Count <= MaxNamed
            ? string.Join(", ", paths)
            : Count($"{string.Join(", ", paths.Take(MaxNamed))} and {paths.Count - MaxNamed} more");
    }

    private static string Verb(ImmutableArray<ConditionExplanation> parts, Truth verdict, string one, string more) =>
        parts.Count(part => part.Verdict == verdict) == 1 ? one : more;

    private static string Count(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
