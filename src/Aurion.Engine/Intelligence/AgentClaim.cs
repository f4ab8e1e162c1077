namespace Aurion.Engine.Intelligence;

/// <summary>One conversation on its way to an agent.</summary>
/// <param name="Key">The id of the decision that assigns it.</param>
/// <param name="Until">When it counts no more, whatever happened.</param>
internal sealed record AgentClaim(string Key, DateTimeOffset Until);
