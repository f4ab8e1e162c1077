namespace Aurion.Engine.Intelligence;

/// <summary>An agent with what the engine knows beside the host: what was assigned and is not yet in the host's figures.</summary>
/// <param name="Agent">The agent as the directory answered.</param>
/// <param name="Claimed">How many conversations are on their way to the agent.</param>
/// <param name="LastAssignedAt">When the engine last assigned one; null when it never did.</param>
internal sealed record AgentSeat(Agent Agent, int Claimed, DateTimeOffset? LastAssignedAt)
{
    /// <summary>Gets how many conversations count against the capacity.</summary>
    public long Load => (long)Agent.Open + Claimed;

    /// <summary>Whether the agent can take one more that needs some skills.</summary>
    public bool IsEligible(ReadOnlySpan<string> skills)
    {
        if (!Agent.IsActive || !Agent.IsAvailable || Load >= Agent.Capacity)
        {
            return false;
        }

        foreach (var skill in skills)
        {
            if (!Agent.Skills.Contains(skill, StringComparer.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
