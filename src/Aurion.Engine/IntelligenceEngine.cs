using System.Collections.Immutable;
using Aurion.Engine.Intelligence;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <summary>AI automation: settings, routing rules, what was decided, what agents say to it, and figures.</summary>
/// <remarks>
/// Safe for concurrent use; one instance serves everything. Registered by <c>AddAurionEngine</c>; everything answers also where the host
/// has registered no classifier, knowledge base, drafter or directory. A broken store is a <see cref="AurionEngineException"/> or the store's own exception.
/// </remarks>
public sealed partial class IntelligenceEngine
{
    private const int UpdateAttempts = 10;
    private readonly IntelligenceConfiguration _configuration;
    private readonly ConversationClassifier _classifier;
    private readonly ConversationRouter _router;
    private readonly ConversationResolver _resolver;
    private readonly DecisionLog<ClassificationDecision> _classifications;
    private readonly DecisionLog<RoutingDecision> _routings;
    private readonly DecisionLog<ResolutionDecision> _resolutions;
    private readonly IDecisionStore _decisions;
    private readonly IDocumentStore _documents;
    private readonly IdSource _ids;
    private readonly IntelligenceOptions _options;
    private readonly TimeProvider _time;

    internal IntelligenceEngine(
        IntelligenceConfiguration configuration,
        ConversationClassifier classifier,
        ConversationRouter router,
        ConversationResolver resolver,
        DecisionLog<ClassificationDecision> classifications,
        DecisionLog<RoutingDecision> routings,
        DecisionLog<ResolutionDecision> resolutions,
        IDecisionStore decisions,
        IDocumentStore documents,
        IdSource ids,
        IntelligenceOptions options,
        TimeProvider time)
    {
        (_configuration, _classifier, _router, _resolver) = (configuration, classifier, router, resolver);
        (_classifications, _routings, _resolutions) = (classifications, routings, resolutions);
        (_decisions, _documents, _ids, _options, _time) = (decisions, documents, ids, options, time);
    }

    /// <summary>Gets a tenant's settings as they are now.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The settings; those of a fresh tenant before the first change.</returns>
    public async ValueTask<IntelligenceSettings> GetSettingsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await _configuration.FindSettingsAsync(tenant, cancellationToken).ConfigureAwait(false)).Settings;

    /// <summary>Changes settings: sections and members that are absent stay; the version is raised.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="patch">The members to change, as an object.</param>
    /// <param name="expectedVersion">The version the caller has seen; null changes whatever is there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The changed settings; null when they have another version by now.</returns>
    /// <exception cref="InvalidDefinitionException">The change is not valid; all faults are listed.</exception>
    public async ValueTask<IntelligenceSettings?> UpdateSettingsAsync(TenantId tenant, JsonText patch, long? expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patch);
        for (var attempt = 1; attempt <= UpdateAttempts; attempt++)
        {
            var faults = new List<Fault>();
            var (standing, revision) = await _configuration.FindSettingsAsync(tenant, cancellationToken).ConfigureAwait(false);
            var changed = IntelligenceSettingsJson.Apply(standing, patch, Now(), faults) ?? throw new InvalidDefinitionException([.. faults]);
            if (expectedVersion is not null && expectedVersion != standing.Version)
            {
                return null;
            }

            var write = new DocumentWrite { Kind = DocumentKind.Settings, Id = IntelligenceConfiguration.SettingsId, ExpectedRevision = revision, Body = IntelligenceSettingsJson.Write(changed) };
            if (await CommitAsync(tenant, [write], cancellationToken).ConfigureAwait(false))
            {
                return changed;
            }
        }

        throw new AurionEngineException($"The settings of AI automation were changed by others each of {UpdateAttempts} times they were to be changed.");
    }

    /// <summary>Counts what was decided in a time.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="from">The beginning, included.</param>
    /// <param name="until">The end, excluded.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The figures, over the decisions that stand and were made in that time.</returns>
    public async ValueTask<IntelligenceMetrics> GetMetricsAsync(TenantId tenant, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var tally = new MetricsTally();
        await foreach (var stored in _decisions.ReadCurrentAsync(tenant, from, until, cancellationToken).ConfigureAwait(false))
        {
            switch (stored.Kind)
            {
                case DecisionKind.Classification:
                    tally.Add(_classifications.Read(stored).Decision);
                    break;
                case DecisionKind.Routing:
                    tally.Add(_routings.Read(stored).Decision);
                    break;
                case DecisionKind.Resolution:
                    tally.Add(_resolutions.Read(stored).Decision);
                    break;
                default:
                    break; // of a newer engine
            }
        }

        return tally.ToMetrics(from, until);
    }

    /// <summary>Lists what was decided about replies, newest first: one entry for each decision and for what agents and customers did to it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="limit">The most entries to answer, at least 1.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entries.</returns>
    public async ValueTask<ImmutableArray<DecisionEntry<ResolutionDecision>>> ListResolutionsAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return [.. await _resolutions.ListAsync(tenant, conversationId: null, Page.First(limit), cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>Finds what a conversation is classified as.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The decision that stands; null when there is none.</returns>
    public ValueTask<DecisionEntry<ClassificationDecision>?> FindClassificationAsync(TenantId tenant, string conversationId, CancellationToken cancellationToken) =>
        _classifications.FindAsync(tenant, conversationId, cancellationToken);

    /// <summary>Finds where a conversation was routed.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The decision that stands; null when there is none.</returns>
    public ValueTask<DecisionEntry<RoutingDecision>?> FindRoutingAsync(TenantId tenant, string conversationId, CancellationToken cancellationToken) =>
        _routings.FindAsync(tenant, conversationId, cancellationToken);

    /// <summary>Finds the reply to a conversation: the suggestion that agents see.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The decision that stands; null when there is none.</returns>
    public ValueTask<DecisionEntry<ResolutionDecision>?> FindResolutionAsync(TenantId tenant, string conversationId, CancellationToken cancellationToken) =>
        _resolutions.FindAsync(tenant, conversationId, cancellationToken);

    private async ValueTask<bool> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken)
    {
        try
        {
            return (await _documents.CommitAsync(tenant, writes, cancellationToken).ConfigureAwait(false)).IsDurable;
        }
        finally
        {
            _configuration.Invalidate(tenant); // also when the outcome is unknown
        }
    }

    /// <summary>Instants are kept with six fraction digits, so that they read the same every time.</summary>
    private DateTimeOffset Now()
    {
        var now = _time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
