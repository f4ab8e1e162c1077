using System.Collections.Frozen;
using System.Collections.Immutable;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Rules;

/// <summary>A tenant's rules made ready: ordered, conditions and parameters parsed once, found by the type of event.</summary>
/// <remarks>Immutable and safe for concurrent use: an edit compiles another set, which takes the place of this one by reference.</remarks>
public sealed class RuleSet
{
    private readonly FrozenDictionary<string, ImmutableArray<CompiledRule>> _byEvent;

    private RuleSet(ImmutableArray<AutomationRule> rules, FrozenDictionary<string, ImmutableArray<CompiledRule>> byEvent)
    {
        Rules = rules;
        _byEvent = byEvent;
    }

    /// <summary>Gets the set without rules.</summary>
    public static RuleSet Empty { get; } = Compile([]);

    /// <summary>Gets all rules in the order of evaluation: <c>priority_order</c>, then creation, then id; disabled and time rules too.</summary>
    public ImmutableArray<AutomationRule> Rules { get; }

    /// <summary>Makes rules ready.</summary>
    /// <param name="rules">The rules, in any order.</param>
    /// <param name="options">What the host declares about fields; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The set. Faulty conditions are kept: they are judged, and logged, when an event comes.</returns>
    public static RuleSet Compile(IEnumerable<AutomationRule> rules, ConditionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var ordered = rules
            .OrderBy(static rule => rule.PriorityOrder)
            .ThenBy(static rule => rule.CreatedAt)
            .ThenBy(static rule => rule.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        var byEvent = ordered
            .Where(static rule => rule is { Enabled: true, Mode: ExecutionMode.Event, TriggerEvent: not null })
            .GroupBy(static rule => rule.TriggerEvent!, StringComparer.Ordinal)
            .ToFrozenDictionary(
                static group => group.Key,
                group => group.Select(rule => new CompiledRule(rule, options)).ToImmutableArray(),
                StringComparer.Ordinal);
        return new RuleSet(ordered, byEvent);
    }

    /// <summary>Finds the enabled event rules of a type of event, in order.</summary>
    internal ImmutableArray<CompiledRule> For(string eventType) => _byEvent.TryGetValue(eventType, out var rules) ? rules : [];
}
