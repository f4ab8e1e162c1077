using System.Collections.Immutable;
using Aurion.Engine.Intelligence;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Routing rules.</content>
public sealed partial class IntelligenceEngine
{
    /// <summary>Lists a tenant's routing rules in the order they are asked.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>All rules, those that are not active too.</returns>
    public async ValueTask<ImmutableArray<RoutingRule>> ListRoutingRulesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        [.. (await _configuration.ListRulesAsync(tenant, cancellationToken).ConfigureAwait(false)).Select(static each => each.Rule)];

    /// <summary>Creates a routing rule.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="body">Its members, of which only <c>target_team_id</c> is required; unknown ones are ignored. Without <c>sort_order</c> it stands at the end.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="InvalidDefinitionException">The rule is not valid; all faults are listed.</exception>
    public async ValueTask<RoutingRule> CreateRoutingRuleAsync(TenantId tenant, JsonText body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var rules = await _configuration.ListRulesAsync(tenant, cancellationToken).ConfigureAwait(false);
        var now = Now();
        var last = rules.Count == 0 ? 0 : (int)Math.Min(int.MaxValue, rules[^1].Rule.SortOrder + 1L);
        var faults = new List<Fault>();
        var rule = RoutingRuleJson.Apply(new RoutingRule { Id = _ids.Next("rr"), TargetTeamId = null!, SortOrder = last, CreatedAt = now, UpdatedAt = now }, body, faults)
            ?? throw new InvalidDefinitionException([.. faults]);
        return await CommitAsync(tenant, [WriteOf(rule, 0)], cancellationToken).ConfigureAwait(false)
            ? rule
            : throw new AurionEngineException($"The store refuses the new routing rule '{rule.Id}'.");
    }

    /// <summary>Changes a routing rule: absent members stay, an explicit null clears a criterion.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The rule.</param>
    /// <param name="patch">The members to change, as an object.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The changed rule; null when the tenant has none of that id.</returns>
    /// <exception cref="InvalidDefinitionException">The result is not valid; all faults are listed.</exception>
    public async ValueTask<RoutingRule?> UpdateRoutingRuleAsync(TenantId tenant, string id, JsonText patch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patch);
        for (var attempt = 1; attempt <= UpdateAttempts; attempt++)
        {
            var faults = new List<Fault>();
            var document = await _documents.FindAsync(tenant, DocumentKind.RoutingRule, id, cancellationToken).ConfigureAwait(false);
            var standing = document is null ? new RoutingRule { Id = id, TargetTeamId = "none" } : RoutingRuleJson.Read(document.Body);
            var changed = RoutingRuleJson.Apply(standing with { UpdatedAt = Now() }, patch, faults) ?? throw new InvalidDefinitionException([.. faults]);
            if (document is null)
            {
                return null; // what is wrong with the patch itself is said before
            }

            if (await CommitAsync(tenant, [WriteOf(changed, document.Revision)], cancellationToken).ConfigureAwait(false))
            {
                return changed;
            }
        }

        throw new AurionEngineException($"The routing rule '{id}' was changed by others each of {UpdateAttempts} times it was to be changed.");
    }

    /// <summary>Deletes a routing rule.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The rule.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when the tenant has none of that id.</returns>
    public async ValueTask<bool> DeleteRoutingRuleAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        await _documents.FindAsync(tenant, DocumentKind.RoutingRule, id, cancellationToken).ConfigureAwait(false) is not null
        && await CommitAsync(tenant, [new DocumentWrite { Kind = DocumentKind.RoutingRule, Id = id, ExpectedRevision = null, Body = null }], cancellationToken).ConfigureAwait(false);

    /// <summary>Puts the routing rules into an order: the place in the list becomes the rule's, all in one write.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="orderedIds">The ids of all rules, each once.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when they stand in that order.</returns>
    /// <exception cref="InvalidDefinitionException">An id is unknown, doubled or missing: then nothing is changed.</exception>
    public async ValueTask ReorderRoutingRulesAsync(TenantId tenant, IReadOnlyList<string> orderedIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(orderedIds);
        for (var attempt = 1; attempt <= UpdateAttempts; attempt++)
        {
            var rules = (await _configuration.ListRulesAsync(tenant, cancellationToken).ConfigureAwait(false)).ToDictionary(static each => each.Rule.Id, StringComparer.Ordinal);
            var faults = FaultsOf(orderedIds, rules.Keys);
            if (faults.Count > 0)
            {
                throw new InvalidDefinitionException([.. faults]);
            }

            var now = Now();
            var writes = orderedIds.Select((id, place) => WriteOf(rules[id].Rule with { SortOrder = place, UpdatedAt = now }, rules[id].Revision)).ToImmutableArray();
            if (writes.IsEmpty || await CommitAsync(tenant, writes, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new AurionEngineException($"The routing rules were changed by others each of {UpdateAttempts} times they were to be put into order.");
    }

    /// <summary>Says how a conversation would be routed now, by the code that routes; changes nothing.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="criteria">The conversation.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The rule that matches and where the conversation would go.</returns>
    public ValueTask<RoutingSimulation> SimulateRoutingAsync(TenantId tenant, RoutingCriteria criteria, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        return _router.SimulateAsync(tenant, criteria, cancellationToken);
    }

    private static DocumentWrite WriteOf(RoutingRule rule, long revision) =>
        new() { Kind = DocumentKind.RoutingRule, Id = rule.Id, ExpectedRevision = revision, Body = RoutingRuleJson.Write(rule) };

    private static List<Fault> FaultsOf(IReadOnlyList<string> orderedIds, IReadOnlyCollection<string> known)
    {
        var faults = new List<Fault>();
        var at = FaultPath.Root.Member("ordered_ids");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, id) in orderedIds.Index())
        {
            if (!known.Contains(id))
            {
                faults.Add(new Fault { Path = at.Item(index), Type = "value_error", Message = $"There is no routing rule '{id}'." });
            }
            else if (!seen.Add(id))
            {
                faults.Add(new Fault { Path = at.Item(index), Type = "value_error", Message = $"The routing rule '{id}' is named twice." });
            }
        }

        var missing = known.Where(id => !seen.Contains(id)).Order(StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            faults.Add(new Fault { Path = at, Type = "value_error", Message = $"Missing: {string.Join(", ", missing)}." });
        }

        return faults;
    }
}
