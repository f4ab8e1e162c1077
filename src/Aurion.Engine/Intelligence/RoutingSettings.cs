namespace Aurion.Engine.Intelligence;

/// <summary>How conversations find their team and agent. The defaults are those of a fresh tenant.</summary>
public sealed record RoutingSettings
{
    /// <summary>Gets a value indicating whether conversations are routed at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets a value indicating whether a conversation that is classified anew is left where it was routed to.</summary>
    public bool RouteOnFirstClassificationOnly { get; init; } = true;

    /// <summary>Gets how long a required skill is waited for: after each such span one more is let go, the last named first. In seconds; 0 lets go of all at once.</summary>
    public int SkillsTimeoutSeconds { get; init; } = 300;

    /// <summary>Gets a value indicating whether a conversation waits in its team's queue while nobody there is free, before the overflow team is asked.</summary>
    public bool FallbackToTeamPool { get; init; } = true;

    /// <summary>Gets a value indicating whether the skills that the classifier names are required beside the rule's.</summary>
    public bool AiSkillMatchingEnabled { get; init; }
}
