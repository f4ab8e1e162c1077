using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <summary>Automation rules: fires events, keeps the rules, lists what they did.</summary>
/// <remarks>
/// Safe for concurrent use; one instance serves everything. Registered by <c>AddAurionEngine</c>. A broken store is a
/// <see cref="Storage.AurionEngineException"/> or the store's own exception, and then nothing is promised but that the call may be repeated.
/// </remarks>
public sealed class RuleEngine
{
    internal RuleEngine()
    {
    }

    /// <summary>Hands an event to the rules and to the workflows that listen. When this returns, the event is never lost.</summary>
    /// <param name="automationEvent">The event. The same id is accepted once: a repeat answers what became of the first.</param>
    /// <param name="cancellationToken">Gives up waiting; an event that was accepted is finished all the same.</param>
    /// <returns>What each rule did; actions that were not done within <see cref="AurionEngineOptions.AnswerWithin"/> are queued and go on.</returns>
    /// <exception cref="InvalidDefinitionException">The type is blank or longer than 200 characters, or the payload is no object.</exception>
    public ValueTask<FiredEvent> FireAsync(AutomationEvent automationEvent, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{automationEvent}{this}");

    /// <summary>Creates a rule.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="body">The rule's members as an object; unknown ones are ignored.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="InvalidDefinitionException">The rule is not valid; all faults are listed.</exception>
    public ValueTask<RuleState> CreateAsync(TenantId tenant, JsonText body, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{tenant}{body}{this}");

    /// <summary>Changes a rule: members that are absent stay, an explicit null clears a nullable one. The result is validated whole.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The rule.</param>
    /// <param name="patch">The members to change, as an object.</param>
    /// <param name="expectedRevision">The revision the caller has seen; null changes whatever is there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The changed rule, or that the rule is unknown or has another revision.</returns>
    /// <exception cref="InvalidDefinitionException">The result is not valid; all faults are listed.</exception>
    public ValueTask<RuleChange> UpdateAsync(TenantId tenant, string id, JsonText patch, long? expectedRevision, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{tenant}{id}{patch}{expectedRevision}{this}");

    /// <summary>Deletes a rule; its log stays.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The rule.</param>
    /// <param name="expectedRevision">The revision the caller has seen; null deletes whatever is there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns><see cref="RuleChangeStatus.Changed"/> when it is deleted, or that the rule is unknown or has another revision.</returns>
    public ValueTask<RuleChangeStatus> DeleteAsync(TenantId tenant, string id, long? expectedRevision, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{tenant}{id}{expectedRevision}{this}");

    /// <summary>Finds a rule.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The rule.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The rule with its counters; null when the tenant has none of that id.</returns>
    public ValueTask<RuleState?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{tenant}{id}{this}");

    /// <summary>Lists a tenant's rules in the order they are evaluated.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>All rules with their counters, disabled ones and time rules too.</returns>
    public ValueTask<ImmutableArray<RuleState>> ListAsync(TenantId tenant, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{tenant}{this}");

    /// <summary>Lists what the rules did, newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="limit">The most entries to answer, at least 1.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One entry for each rule that matched or could not be judged.</returns>
    public ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{tenant}{limit}{this}");
}
