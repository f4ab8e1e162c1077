using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules.Indexing;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>A tenant's rules made ready: ordered, and indexed by the values that their conditions wait for.</summary>
/// <remarks>
/// Immutable and safe for concurrent use. An edit makes another set, which takes the place of this one by reference and
/// shares with it all that the edit does not touch.
/// </remarks>
public sealed class RuleSet
{
    private readonly Dictionary<string, RuleIndex> _byEvent;
    private readonly ConditionOptions? _options;

    private RuleSet(ImmutableArray<AutomationRule> rules, Dictionary<string, RuleIndex> byEvent, ConditionOptions? options)
    {
        Rules = rules;
        _byEvent = byEvent;
        _options = options;
    }

    /// <summary>Gets the set without rules.</summary>
    public static RuleSet Empty { get; } = Compile([]);

    /// <summary>Gets all rules in the order of evaluation: <c>priority_order</c>, then creation, then id; disabled and time rules too.</summary>
    public ImmutableArray<AutomationRule> Rules { get; }

    /// <summary>Gets what the host declares about fields; null is <see cref="ConditionOptions.Default"/>.</summary>
    internal ConditionOptions? Options => _options;

    /// <summary>Makes rules ready.</summary>
    /// <param name="rules">The rules, in any order, each id once.</param>
    /// <param name="options">What the host declares about fields; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The set. Faulty conditions are kept: they are judged, and logged, when an event comes.</returns>
    public static RuleSet Compile(IEnumerable<AutomationRule> rules, ConditionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var ordered = rules.ToArray();
        Array.Sort(ordered, RuleOrder.Instance);
        var byEvent = ordered
            .Where(IsIndexed)
            .GroupBy(static rule => rule.TriggerEvent!, StringComparer.Ordinal)
            .ToDictionary(
                static group => group.Key,
                group => RuleIndex.Empty.Change(null, group.Select(rule => new CompiledRule(rule, options))),
                StringComparer.Ordinal);
        return new RuleSet(ImmutableArray.Create(ordered), byEvent, options);
    }

    /// <summary>Makes the set that has one rule more, or another one of the same id.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The set; it behaves as one that was compiled from all its rules.</returns>
    public RuleSet With(AutomationRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Change(rule.Id, rule);
    }

    /// <summary>Makes the set that lacks a rule.</summary>
    /// <param name="id">The rule's id.</param>
    /// <returns>The set; this one when it has no such rule.</returns>
    public RuleSet Without(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Change(id, null);
    }

    /// <summary>Finds the rules whose conditions hold for a payload as it is: nothing is done, no rule sees another's changes.</summary>
    /// <param name="eventType">The type of event.</param>
    /// <param name="payload">An object in UTF-8; it must not change during the call.</param>
    /// <param name="now">The time that conditions go by.</param>
    /// <param name="matched">Takes the rules in the order of evaluation, down to the first with <see cref="AutomationRule.StopProcessing"/>.</param>
    /// <param name="zone">The zone for dates without an offset; null is UTC.</param>
    /// <returns>The number of rules that matched.</returns>
    /// <exception cref="JsonException">The payload is not JSON that the engine takes; see <see cref="StrictJson"/>.</exception>
    public int Match(string eventType, ReadOnlyMemory<byte> payload, DateTimeOffset now, ICollection<AutomationRule> matched, TimeZoneInfo? zone = null)
    {
        ArgumentNullException.ThrowIfNull(eventType);
        ArgumentNullException.ThrowIfNull(matched);
        var index = For(eventType);
        var matcher = RuleMatcher.Rent(index);
        try
        {
            JsonText? text = null;
            if (!matcher.Read(payload.Span))
            {
                text = StrictJson.Parse(payload); // says what is wrong
            }

            var count = 0;
            ConditionContext? context = null;
            while (matcher.TryNext(out var position))
            {
                if (!index.NeedsAttention(position) && !matcher.IsUnreadable)
                {
                    matched.Add(index.RuleAt(position));
                    count++;
                    continue;
                }

                var rule = index.At(position);
                if (rule.NeedsCheck || matcher.IsUnreadable)
                {
                    context ??= new ConditionContext(new JsonFields(text ?? StrictJson.Parse(payload)), now, zone);
                    if (rule.Compiled.Conditions.Evaluate(context.Value) is not Truth.True)
                    {
                        continue;
                    }
                }

                matched.Add(rule.Rule);
                count++;
                if (rule.Rule.StopProcessing)
                {
                    break;
                }
            }

            return count;
        }
        finally
        {
            matcher.Return(payload.Length);
        }
    }

    /// <summary>Gets the index of the enabled event rules of a type of event.</summary>
    internal RuleIndex For(string eventType) => _byEvent.TryGetValue(eventType, out var index) ? index : RuleIndex.Empty;

    private static bool IsIndexed(AutomationRule rule) => rule is { Enabled: true, Mode: ExecutionMode.Event, TriggerEvent: not null };

    private RuleSet Change(string id, AutomationRule? rule)
    {
        var rules = Rules;
        var byEvent = new Dictionary<string, RuleIndex>(_byEvent, StringComparer.Ordinal);
        var at = IndexOf(id);
        var known = at < 0 ? null : rules[at];
        if (known is not null && rule is not null && RuleOrder.Instance.Compare(known, rule) == 0)
        {
            rules = rules.SetItem(at, rule); // one copy instead of two
        }
        else
        {
            rules = known is null ? rules : rules.RemoveAt(at);
            rules = rule is null ? rules : rules.Insert(~rules.BinarySearch(rule, RuleOrder.Instance), rule);
        }

        var into = rule is not null && IsIndexed(rule) ? rule.TriggerEvent : null;
        if (known is not null && IsIndexed(known) && !string.Equals(known.TriggerEvent, into, StringComparison.Ordinal))
        {
            byEvent[known.TriggerEvent!] = byEvent[known.TriggerEvent!].Change(known, []);
        }

        if (into is not null)
        {
            byEvent[into] = For(into).Change(known, [new CompiledRule(rule!, _options)]);
        }

        return known is null && rule is null ? this : new RuleSet(rules, byEvent, _options);
    }

    private int IndexOf(string id)
    {
        for (var at = 0; at < Rules.Length; at++)
        {
            if (string.Equals(Rules[at].Id, id, StringComparison.Ordinal))
            {
                return at;
            }
        }

        return -1;
    }
}
