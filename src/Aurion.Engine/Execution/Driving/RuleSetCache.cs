using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Keeps each tenant's rules compiled, and takes up edits: own ones at once, those of other nodes within a second.</summary>
internal sealed class RuleSetCache(IDocumentStore documents, TimeProvider time, ILogger<RuleSetCache> logger, ConditionOptions? conditions = null)
{
    private const int PageSize = 500;
    private const int LoadAttempts = 3;
    private const int MaxEdits = 32; // more of them, and making the set anew is quicker
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<TenantId, Slot> _slots = new();

    /// <summary>Gets a tenant's rules, at most a second old.</summary>
    public ValueTask<CachedRules> GetAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(tenant, static _ => new Slot());
        return IsFresh(slot) ? new(slot.Rules!) : RefreshAsync(tenant, slot, evenIfFresh: false, cancellationToken);
    }

    /// <summary>Gets a tenant's rules as they are now.</summary>
    public ValueTask<CachedRules> GetCurrentAsync(TenantId tenant, CancellationToken cancellationToken) =>
        RefreshAsync(tenant, _slots.GetOrAdd(tenant, static _ => new Slot()), evenIfFresh: true, cancellationToken);

    /// <summary>Says that this node has written a rule of the tenant.</summary>
    public void Invalidate(TenantId tenant) => Interlocked.Increment(ref _slots.GetOrAdd(tenant, static _ => new Slot()).Outdated);

    private bool IsFresh(Slot slot) =>
        slot.Rules is not null && Volatile.Read(ref slot.Outdated) == 0 && time.GetElapsedTime(Volatile.Read(ref slot.CheckedAt)) < CheckEvery;

    private async ValueTask<CachedRules> RefreshAsync(TenantId tenant, Slot slot, bool evenIfFresh, CancellationToken cancellationToken)
    {
        await slot.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!evenIfFresh && IsFresh(slot))
            {
                return slot.Rules!; // another reader refreshed it while this one waited for its turn
            }

            var outdated = Volatile.Read(ref slot.Outdated);
            var checkedAt = time.GetTimestamp();
            var rules = slot.Rules;
            for (var attempt = 1; ; attempt++)
            {
                var generation = await documents.GetGenerationAsync(tenant, DocumentKind.Rule, cancellationToken).ConfigureAwait(false);
                if (rules is not null && rules.Generation == generation)
                {
                    break;
                }

                if (attempt > LoadAttempts && slot.Rules is { } whole)
                {
                    return whole; // edits without a pause: better whole rules from a moment ago than a torn set; the next reader tries again
                }

                // The list comes in pages, and an edit between two of them would tear the set: it counts once the generation still is what it was.
                rules = await LoadAsync(tenant, generation, rules, cancellationToken).ConfigureAwait(false);
            }

            slot.Rules = rules;
            Volatile.Write(ref slot.CheckedAt, checkedAt);
            Interlocked.Add(ref slot.Outdated, -outdated); // what was written meanwhile stays to be looked at
            return rules;
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    private async ValueTask<CachedRules> LoadAsync(TenantId tenant, long generation, CachedRules? before, CancellationToken cancellationToken)
    {
        var byId = new Dictionary<string, CachedRule>(StringComparer.Ordinal);
        for (var page = Page.First(PageSize); ;)
        {
            var part = await documents.ListAsync(tenant, DocumentKind.Rule, DocumentFilter.All, page, cancellationToken).ConfigureAwait(false);
            foreach (var document in part)
            {
                if (before is not null && before.ById.TryGetValue(document.Id, out var known) && known.Revision == document.Revision)
                {
                    byId[document.Id] = known;
                }
                else if (Read(document) is { } rule)
                {
                    byId[document.Id] = new CachedRule(rule, document.Revision);
                }
            }

            if (part.Length < PageSize)
            {
                break;
            }

            page = new Page(part[^1].Id, PageSize);
        }

        return new CachedRules(TakeUp(before, byId), generation, byId);
    }

    /// <summary>Makes the set of rules, from the set before when few of them are others.</summary>
    private RuleSet TakeUp(CachedRules? before, Dictionary<string, CachedRule> byId)
    {
        if (before is null)
        {
            return Compile(byId);
        }

        var changed = byId.Values.Where(cached => !before.ById.TryGetValue(cached.Rule.Id, out var known) || !ReferenceEquals(known, cached)).Take(MaxEdits + 1).ToList();
        var gone = before.ById.Keys.Where(id => !byId.ContainsKey(id)).Take(MaxEdits + 1).ToList();
        if (changed.Count + gone.Count > MaxEdits)
        {
            return Compile(byId);
        }

        var set = gone.Aggregate(before.Set, static (set, id) => set.Without(id));
        return changed.Aggregate(set, static (set, cached) => set.With(cached.Rule));
    }

    private RuleSet Compile(Dictionary<string, CachedRule> byId) => RuleSet.Compile(byId.Values.Select(static cached => cached.Rule), conditions);

    /// <summary>One rule that cannot be read stops no other.</summary>
    private AutomationRule? Read(Document document)
    {
        try
        {
            return RuleJson.ReadStored(document.Body, conditions);
        }
        catch (JsonException exception)
        {
            logger.RuleUnreadable(exception, document.Id);
            return null;
        }
    }

    /// <summary>A tenant's place. <see cref="Turn"/> lets one reader refresh while the others wait.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never asked for, so there is nothing to dispose.")]
    private sealed class Slot
    {
        public readonly SemaphoreSlim Turn = new(1, 1);
        public volatile CachedRules? Rules;
        public long CheckedAt;
        public int Outdated;
    }
}
