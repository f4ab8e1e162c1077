using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <summary>Automation rules: fires events, keeps the rules, lists what they did.</summary>
/// <remarks>
/// Safe for concurrent use; one instance serves everything. Registered by <c>AddAurionEngine</c>. A broken store is a
/// <see cref="AurionEngineException"/> or the store's own exception, and then nothing is promised but that the call may be repeated.
/// </remarks>
public sealed partial class RuleEngine
{
    private const int UpdateAttempts = 10;
    private readonly EventDriver _driver;
    private readonly BulkIntake _bulk;
    private readonly TimeRuleRunner _timeRules;
    private readonly RuleSetCache _rules;
    private readonly EventExplainer _explainer;
    private readonly IDocumentStore _documents;
    private readonly IEventStore _events;
    private readonly ActionCatalog _catalog;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;
    private readonly ConditionOptions? _conditions;

    internal RuleEngine(
        EventDriver driver, BulkIntake bulk, TimeRuleRunner timeRules, RuleSetCache rules, EventExplainer explainer, IDocumentStore documents, IEventStore events, ActionCatalog catalog, IdSource ids, TimeProvider time,
        ConditionOptions? conditions = null)
    {
        _driver = driver;
        _bulk = bulk;
        _timeRules = timeRules;
        _rules = rules;
        _explainer = explainer;
        _documents = documents;
        _events = events;
        _catalog = catalog;
        _ids = ids;
        _time = time;
        _conditions = conditions;
    }

    /// <summary>Hands an event to the rules and to the workflows that listen. When this returns, the event is never lost.</summary>
    /// <param name="automationEvent">The event. The same id is accepted once: a repeat answers what became of the first.</param>
    /// <param name="cancellationToken">Gives up waiting; an event that was accepted is finished all the same.</param>
    /// <returns>What each rule did; actions that were not done within <see cref="AurionEngineOptions.AnswerWithin"/> are queued and go on.</returns>
    /// <exception cref="InvalidDefinitionException">The type is blank or longer than 200 characters, or the payload is no object.</exception>
    public ValueTask<FiredEvent> FireAsync(AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(automationEvent);
        return _driver.FireAsync(automationEvent, null, cancellationToken);
    }

    /// <summary>Hands an event over under a key that may run out: the same key while it is kept answers what became of the first.</summary>
    /// <param name="automationEvent">The event.</param>
    /// <param name="options">The key, and how long it is kept.</param>
    /// <param name="cancellationToken">Gives up waiting; an event that was accepted is finished all the same.</param>
    /// <returns>What each rule did, as <see cref="FireAsync(AutomationEvent, CancellationToken)"/> says.</returns>
    /// <exception cref="InvalidDefinitionException">The type is blank or longer than 200 characters, or the payload is no object.</exception>
    public ValueTask<FiredEvent> FireAsync(AutomationEvent automationEvent, FireOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(automationEvent);
        ArgumentNullException.ThrowIfNull(options);
        return _driver.FireAsync(automationEvent, options, cancellationToken);
    }

    /// <summary>Creates a rule.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="body">The rule's members as an object; unknown ones are ignored.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="InvalidDefinitionException">The rule is not valid; all faults are listed.</exception>
    public async ValueTask<RuleState> CreateAsync(TenantId tenant, JsonText body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var faults = new List<Fault>();
        var rule = RuleJson.Read(body, _catalog, _ids.Next("rule"), Now(), faults, _conditions) ?? throw new InvalidDefinitionException([.. faults]);
        var result = await CommitAsync(tenant, rule.Id, 0, RuleJson.WriteStored(rule), cancellationToken).ConfigureAwait(false);
        return result.IsDurable
            ? new RuleState { Rule = rule, Revision = 1 }
            : throw new AurionEngineException($"The store refuses the new rule '{rule.Id}': {result.Status}.");
    }

    /// <summary>Changes a rule: members that are absent stay, an explicit null clears a nullable one. The result is validated whole.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The rule.</param>
    /// <param name="patch">The members to change, as an object.</param>
    /// <param name="expectedRevision">The revision the caller has seen; null changes whatever is there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The changed rule, or that the rule is unknown or has another revision.</returns>
    /// <exception cref="InvalidDefinitionException">The result is not valid; all faults are listed.</exception>
    public async ValueTask<RuleChange> UpdateAsync(TenantId tenant, string id, JsonText patch, long? expectedRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patch);
        for (var attempt = 1; attempt <= UpdateAttempts; attempt++)
        {
            var faults = new List<Fault>();
            var document = await _documents.FindAsync(tenant, DocumentKind.Rule, id, cancellationToken).ConfigureAwait(false);
            if (document is null)
            {
                // What is wrong with the patch itself is said before that there is no rule for it.
                RuleJson.ValidatePatch(patch, _catalog, faults, _conditions);
                return faults.Count == 0 ? RuleChange.Unknown : throw new InvalidDefinitionException([.. faults]);
            }

            var rule = RuleJson.Apply(Read(document), patch, _catalog, Now(), faults, _conditions) ?? throw new InvalidDefinitionException([.. faults]);
            if (expectedRevision is not null && expectedRevision != document.Revision)
            {
                return RuleChange.Stale;
            }

            var result = await CommitAsync(tenant, id, document.Revision, RuleJson.WriteStored(rule), cancellationToken).ConfigureAwait(false);
            if (result.IsDurable)
            {
                var counters = await _events.CountByRuleAsync(tenant, cancellationToken).ConfigureAwait(false);
                return RuleChange.Changed(StateOf(rule, document.Revision + 1, counters));
            }

            if (expectedRevision is not null)
            {
                return RuleChange.Stale;
            }
        }

        throw new AurionEngineException($"The rule '{id}' was changed by others each of {UpdateAttempts} times it was to be changed.");
    }

    /// <summary>Deletes a rule; its log stays.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The rule.</param>
    /// <param name="expectedRevision">The revision the caller has seen; null deletes whatever is there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns><see cref="RuleChangeStatus.Changed"/> when it is deleted, or that the rule is unknown or has another revision.</returns>
    public async ValueTask<RuleChangeStatus> DeleteAsync(TenantId tenant, string id, long? expectedRevision, CancellationToken cancellationToken)
    {
        var document = await _documents.FindAsync(tenant, DocumentKind.Rule, id, cancellationToken).ConfigureAwait(false);
        if (document is null)
        {
            return RuleChangeStatus.Unknown;
        }

        var result = await CommitAsync(tenant, id, expectedRevision, body: null, cancellationToken).ConfigureAwait(false);
        return result.IsDurable ? RuleChangeStatus.Changed : RuleChangeStatus.Stale;
    }

    /// <summary>Finds a rule.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The rule.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The rule with its counters; null when the tenant has none of that id.</returns>
    public async ValueTask<RuleState?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        var document = await _documents.FindAsync(tenant, DocumentKind.Rule, id, cancellationToken).ConfigureAwait(false);
        if (document is null)
        {
            return null;
        }

        var counters = await _events.CountByRuleAsync(tenant, cancellationToken).ConfigureAwait(false);
        return StateOf(Read(document), document.Revision, counters);
    }

    /// <summary>Lists a tenant's rules in the order they are evaluated.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>All rules with their counters, disabled ones and time rules too.</returns>
    public async ValueTask<ImmutableArray<RuleState>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var cached = await _rules.GetCurrentAsync(tenant, cancellationToken).ConfigureAwait(false);
        var counters = await _events.CountByRuleAsync(tenant, cancellationToken).ConfigureAwait(false);
        return [.. cached.Set.Rules.Select(rule => StateOf(rule, cached.ById[rule.Id].Revision, counters))];
    }

    /// <summary>Lists what the rules did, newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="limit">The most entries to answer, at least 1.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One entry for each rule that matched or could not be judged.</returns>
    public ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _events.ListLogAsync(tenant, limit, cancellationToken);
    }

    private static RuleState StateOf(AutomationRule rule, long revision, ImmutableDictionary<string, RuleCounter> counters) =>
        counters.TryGetValue(rule.Id, out var counter)
            ? new RuleState { Rule = rule, Revision = revision, ExecutionCount = counter.Count, LastFiredAt = counter.LastAt }
            : new RuleState { Rule = rule, Revision = revision };

    private AutomationRule Read(Document document)
    {
        try
        {
            return RuleJson.ReadStored(document.Body, _conditions);
        }
        catch (JsonException exception)
        {
            throw new AurionEngineException($"The stored rule '{document.Id}' cannot be read.", exception);
        }
    }

    private async ValueTask<CommitResult> CommitAsync(TenantId tenant, string id, long? expectedRevision, JsonText? body, CancellationToken cancellationToken)
    {
        try
        {
            return await _documents.CommitAsync(
                tenant,
                [new DocumentWrite { Kind = DocumentKind.Rule, Id = id, ExpectedRevision = expectedRevision, Body = body }],
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _rules.Invalidate(tenant); // also when the outcome is unknown
        }
    }

    /// <summary>Instants are kept with six fraction digits, so that they read the same every time.</summary>
    private DateTimeOffset Now()
    {
        var now = _time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
