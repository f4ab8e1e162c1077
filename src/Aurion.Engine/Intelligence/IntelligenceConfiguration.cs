using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>A tenant's settings and routing rules, at most a second old; own edits count at once.</summary>
internal sealed class IntelligenceConfiguration(IDocumentStore documents, TimeProvider time)
{
    public const string SettingsId = "ai_automation";
    private const int PageSize = 500;
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<TenantId, Cached> _tenants = new();

    /// <summary>Gets what stands, as it was a moment ago.</summary>
    public async ValueTask<Cached> GetAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (_tenants.TryGetValue(tenant, out var cached) && time.GetElapsedTime(cached.CheckedAt) < CheckEvery)
        {
            return cached;
        }

        var checkedAt = time.GetTimestamp();

        // The generations are read first: a write that comes in between makes this older than it is, never newer.
        var (settings, rules) = (
            await documents.GetGenerationAsync(tenant, DocumentKind.Settings, cancellationToken).ConfigureAwait(false),
            await documents.GetGenerationAsync(tenant, DocumentKind.RoutingRule, cancellationToken).ConfigureAwait(false));
        cached = cached is not null && (cached.SettingsGeneration, cached.RulesGeneration) == (settings, rules)
            ? cached with { CheckedAt = checkedAt }
            : new Cached(
                settings == 0 ? IntelligenceSettings.Default : (await FindSettingsAsync(tenant, cancellationToken).ConfigureAwait(false)).Settings,
                rules == 0 ? [] : [.. (await ListRulesAsync(tenant, cancellationToken).ConfigureAwait(false)).Select(static each => each.Rule)],
                settings, rules, checkedAt);
        _tenants[tenant] = cached;
        return cached;
    }

    /// <summary>Says that this node has written.</summary>
    public void Invalidate(TenantId tenant) => _tenants.TryRemove(tenant, out _);

    /// <summary>Reads the settings as they are now, with the revision of their document.</summary>
    public async ValueTask<(IntelligenceSettings Settings, long Revision)> FindSettingsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        await documents.FindAsync(tenant, DocumentKind.Settings, SettingsId, cancellationToken).ConfigureAwait(false) is { } document
            ? (Read(document, IntelligenceSettingsJson.Read), document.Revision)
            : (IntelligenceSettings.Default, 0);

    /// <summary>Lists the rules as they are now, in the order they are asked, each with the revision of its document.</summary>
    public async ValueTask<List<(RoutingRule Rule, long Revision)>> ListRulesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var rules = new List<(RoutingRule Rule, long Revision)>();
        for (var page = Page.First(PageSize); ;)
        {
            var part = await documents.ListAsync(tenant, DocumentKind.RoutingRule, DocumentFilter.All, page, cancellationToken).ConfigureAwait(false);
            rules.AddRange(part.Select(static document => (Read(document, RoutingRuleJson.Read), document.Revision)));
            if (part.Length < PageSize)
            {
                break;
            }

            page = new Page(part[^1].Id, PageSize);
        }

        rules.Sort(static (one, other) => Router.Compare(one.Rule, other.Rule));
        return rules;
    }

    private static T Read<T>(Document document, Func<JsonText, T> read)
    {
        try
        {
            return read(document.Body);
        }
        catch (JsonException exception)
        {
            throw new AurionEngineException($"The stored document '{document.Id}' of AI automation can't be read.", exception);
        }
    }

    /// <summary>What stands for a tenant.</summary>
    public sealed record Cached(IntelligenceSettings Settings, ImmutableArray<RoutingRule> Rules, long SettingsGeneration, long RulesGeneration, long CheckedAt);
}
