using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>A directory in memory: for tests, trials and hosts with a fixed staff.</summary>
/// <remarks>Safe for concurrent use. Whoever assigns and resolves conversations keeps the figures with <see cref="Change"/>.</remarks>
public sealed class MemoryAgentDirectory : IAgentDirectory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TenantId Tenant, string Team), List<string>> _teams = [];
    private readonly Dictionary<(TenantId Tenant, string Agent), Agent> _agents = [];

    /// <summary>Puts an agent into teams, or changes one that is known.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="teams">The teams; those the agent is in already stay.</param>
    public void Put(TenantId tenant, Agent agent, params ReadOnlySpan<string> teams)
    {
        ArgumentNullException.ThrowIfNull(agent);
        lock (_lock)
        {
            _agents[(tenant, agent.Id)] = agent;
            foreach (var team in teams)
            {
                if (!_teams.TryGetValue((tenant, team), out var members))
                {
                    _teams[(tenant, team)] = members = [];
                }

                if (!members.Contains(agent.Id))
                {
                    members.Add(agent.Id);
                }
            }
        }
    }

    /// <summary>Changes an agent: the figures, the presence, the skills.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="change">Makes the changed agent; called within a lock, so it must not wait.</param>
    /// <returns>False when there is no such agent.</returns>
    public bool Change(TenantId tenant, string agentId, Func<Agent, Agent> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            if (!_agents.TryGetValue((tenant, agentId), out var agent))
            {
                return false;
            }

            _agents[(tenant, agentId)] = change(agent) with { Id = agentId };
            return true;
        }
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Agent>?> ListAgentsAsync(TenantId tenant, string teamId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_teams.TryGetValue((tenant, teamId), out var members)
                ? members.Select(id => _agents[(tenant, id)]).ToImmutableArray()
                : (ImmutableArray<Agent>?)null);
        }
    }
}
