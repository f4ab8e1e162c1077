using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aurion.Engine.Conditions;

/// <summary>The names that JSON uses for operators.</summary>
/// <remarks>Stateless and safe for concurrent use. Names are exact; aliases are read and never written.</remarks>
public static class ConditionOperators
{
    // In the order of the enumeration's members: a name's position is its operator.
    private static readonly ImmutableArray<string> InOrder =
    [
        "equals",
        "not_equals",
        "in",
        "not_in",
        "contains",
        "not_contains",
        "contains_any",
        "contains_all",
        "contains_none",
        "not_contains_all",
        "contains_word",
        "starts_with",
        "not_starts_with",
        "ends_with",
        "not_ends_with",
        "matches_regex",
        "not_matches_regex",
        "is_present",
        "is_empty",
        "greater_than",
        "greater_than_or_equal",
        "less_than",
        "less_than_or_equal",
        "between",
        "before",
        "after",
        "on_or_before",
        "on_or_after",
        "older_than",
        "within_last",
        "within_next",
        "is_today",
        "on_weekday",
        "in_business_hours",
        "not_in_business_hours",
        "in_cidr",
        "not_in_cidr",
        "changed",
        "not_changed",
        "changed_to",
        "not_changed_to",
        "changed_from",
        "not_changed_from",
        "increased",
        "decreased"
    ];

    private static readonly FrozenDictionary<string, ConditionOperator> ByName = Index();

    /// <summary>Gets every name, without aliases, in the order in which people are told of them.</summary>
    public static ImmutableArray<string> Names => InOrder;

    /// <summary>Finds the operator that a name or alias stands for.</summary>
    /// <param name="name">The name: <c>equals</c>, <c>gte</c>, ….</param>
    /// <param name="found">The operator, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(string? name, out ConditionOperator found)
    {
        found = default;
        return name is not null && ByName.TryGetValue(name, out found);
    }

    /// <summary>Names an operator.</summary>
    /// <param name="value">The operator.</param>
    /// <returns>Its name in JSON: <c>greater_than_or_equal</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is no member of the enumeration.</exception>
    public static string NameOf(ConditionOperator value) =>
        (uint)value < (uint)InOrder.Length ? InOrder[(int)value] : throw new ArgumentOutOfRangeException(nameof(value));

    private static FrozenDictionary<string, ConditionOperator> Index()
    {
        var index = new Dictionary<string, ConditionOperator>(StringComparer.Ordinal)
        {
            ["is"] = ConditionOperator.Equal,
            ["eq"] = ConditionOperator.Equal,
            ["is_not"] = ConditionOperator.NotEqual,
            ["neq"] = ConditionOperator.NotEqual,
            ["gt"] = ConditionOperator.GreaterThan,
            ["gte"] = ConditionOperator.GreaterThanOrEqual,
            ["lt"] = ConditionOperator.LessThan,
            ["lte"] = ConditionOperator.LessThanOrEqual,
        };
        for (var at = 0; at < InOrder.Length; at++)
        {
            index.Add(InOrder[at], (ConditionOperator)at);
        }

        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
