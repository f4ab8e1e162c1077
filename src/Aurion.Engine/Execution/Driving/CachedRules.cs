using System.Collections.Frozen;
using System.Collections.Immutable;
using Aurion.Engine.Rules;

namespace Aurion.Engine.Execution.Driving;

/// <summary>A tenant's rules as of one generation of its documents.</summary>
internal sealed record CachedRules(RuleSet Set, long Generation, IReadOnlyDictionary<string, CachedRule> ById)
{
    private readonly Lazy<FrozenSet<string>> _reacting = new(() =>
        Set.Rules.Where(static rule => rule is { Enabled: true, ReactToAutomation: true, TriggerEvent: not null })
            .Select(static rule => rule.TriggerEvent!).ToFrozenSet(StringComparer.Ordinal));

    private readonly Lazy<ImmutableArray<CompiledRule>> _timeRules = new(() =>
        [.. Set.Rules.Where(static rule => rule is { Enabled: true, Mode: ExecutionMode.Time, TimeCondition: not null }).Select(rule => new CompiledRule(rule, Set.Options))]);

    /// <summary>Gets the enabled time rules in the order of evaluation.</summary>
    public ImmutableArray<CompiledRule> TimeRules => _timeRules.Value;

    /// <summary>Whether a rule on this type of event reacts to automation.</summary>
    public bool ReactsTo(string eventType) => _reacting.Value.Contains(eventType);
}
