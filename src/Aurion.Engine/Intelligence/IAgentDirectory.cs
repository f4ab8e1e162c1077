using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Knows who works in a team, who takes conversations now, and how many each has. Implemented by the host.</summary>
/// <remarks>
/// One instance serves everything, so it must be safe for concurrent use. Asked at each attempt to route. The figures must be of the
/// moment: a conversation whose assignment the host has stored counts. What throws is tried again later.
/// </remarks>
public interface IAgentDirectory
{
    /// <summary>Lists a team's agents.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="teamId">The team.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The agents in any order; null when the directory does not know the team: then conversations go to the team alone.</returns>
    ValueTask<ImmutableArray<Agent>?> ListAgentsAsync(TenantId tenant, string teamId, CancellationToken cancellationToken);
}
