using Aurion.Engine.Intelligence;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>What agents do, as far as AI automation must know of it.</content>
public sealed partial class IntelligenceEngine
{
    /// <summary>Takes note that an agent has set fields: they are never overwritten; one that a classification set is overridden; another <c>team_id</c> or <c>agent_id</c> moves the conversation; the resolved status ends its routing.</summary>
    /// <remarks>Call it for changes by people only. Calling it again with the same changes has no effect.</remarks>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="changes">The fields with their new values; null where a field was cleared.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is noted.</returns>
    public async ValueTask RecordAgentChangeAsync(TenantId tenant, string conversationId, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(conversationId);
        ArgumentNullException.ThrowIfNull(changes);
        var fields = changes.Where(static change => change.Key is not ("team_id" or "agent_id" or "status")).ToDictionary(StringComparer.Ordinal);
        if (fields.Count > 0)
        {
            await _classifier.LockAsync(tenant, conversationId, fields, cancellationToken).ConfigureAwait(false);
        }

        var now = Now();
        await _router.NoteAsync(tenant, conversationId, standing => Noted(standing, changes, now), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes note that an agent sent the suggested reply; sending it is the host's.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entry; null when no suggestion waits.</returns>
    public ValueTask<DecisionEntry<ResolutionDecision>?> AcceptSuggestionAsync(TenantId tenant, string conversationId, string agentId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        return _resolver.JudgeAsync(tenant, conversationId, agentId, ResolutionOutcome.SentByAgent, cancellationToken);
    }

    /// <summary>Takes note that an agent dismissed the suggested reply.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entry; null when no suggestion waits.</returns>
    public ValueTask<DecisionEntry<ResolutionDecision>?> DismissSuggestionAsync(TenantId tenant, string conversationId, string agentId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        return _resolver.JudgeAsync(tenant, conversationId, agentId, ResolutionOutcome.DismissedByAgent, cancellationToken);
    }

    /// <summary>Tries a team's queue again at once, in turn: call it when an agent became free or came back. Without it the queue is tried every <see cref="IntelligenceOptions.RetryQueueEvery"/>.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="teamId">The team.</param>
    /// <param name="cancellationToken">Stops; what is left waits on.</param>
    /// <returns>How many conversations found an agent.</returns>
    public ValueTask<int> RouteQueuedAsync(TenantId tenant, string teamId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(teamId);
        return _router.DrainAsync(tenant, teamId, cancellationToken);
    }

    private RoutingDecision? Noted(RoutingDecision standing, IReadOnlyDictionary<string, string?> changes, DateTimeOffset now)
    {
        var isMoved = (changes.TryGetValue("team_id", out var team) && team != standing.TeamId) || (changes.TryGetValue("agent_id", out var agent) && agent != standing.AgentId
            && standing.Outcome is not RoutingOutcome.TeamAssigned); // who takes it from the team's own pool moves nothing
        var isResolved = changes.TryGetValue("status", out var status) && string.Equals(status, _options.ResolvedStatus, StringComparison.OrdinalIgnoreCase);
        var noted = standing with
        {
            MovedAt = isMoved ? standing.MovedAt ?? now : standing.MovedAt,
            ResolvedAt = isResolved ? standing.ResolvedAt ?? now : standing.ResolvedAt,
        };
        return noted == standing ? null : noted;
    }
}
