using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Time rules.</content>
public sealed partial class RuleEngine
{
    /// <summary>Runs the time rules of a tenant that are due now, each once for a conversation and the instant that its time counts from.</summary>
    /// <remarks>
    /// May be called at any time and from several processes at once: no episode fires twice. The conversations come from
    /// <see cref="Storage.IConversationStore.ListDueAsync"/> and are judged again on their values right before something is done.
    /// A run fires on at most <see cref="AurionEngineOptions.MaxTimeRuleFirings"/> conversations and looks at ten times as many.
    /// </remarks>
    /// <param name="tenant">The tenant.</param>
    /// <param name="ruleIds">The rules whose conversations are looked for, unknown ones are ignored; null is all. All due rules run on a conversation that is found, in order.</param>
    /// <param name="cancellationToken">Stops looking; what has begun goes on.</param>
    /// <returns>What was done, and which rules wait for the next run.</returns>
    public ValueTask<TimeRuleRun> RunTimeRulesAsync(TenantId tenant, IReadOnlyCollection<string>? ruleIds, CancellationToken cancellationToken) =>
        _timeRules.RunAsync(tenant, ruleIds, cancellationToken);

    /// <summary>Runs the time rules of all tenants: what the workers of <c>AddWorkers</c> do at an interval, and a host without them by hand.</summary>
    /// <param name="cancellationToken">Stops looking; what has begun goes on.</param>
    /// <returns>The number of tenants for which a part was deferred: unless it is 0, it is worth running again at once. A tenant where it failed is logged, and is not among them.</returns>
    public ValueTask<int> RunTimeRulesAsync(CancellationToken cancellationToken) => _timeRules.RunAllAsync(cancellationToken);
}
