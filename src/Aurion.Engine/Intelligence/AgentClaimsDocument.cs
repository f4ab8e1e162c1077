using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>What the engine keeps of an agent.</summary>
internal sealed record AgentClaimsDocument
{
    public DateTimeOffset? LastAssignedAt { get; init; }

    public ImmutableArray<AgentClaim> Claims { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Lists the claims that have not run out.</summary>
    public IEnumerable<AgentClaim> Standing(DateTimeOffset now) => Claims.Where(claim => claim.Until > now);
}
