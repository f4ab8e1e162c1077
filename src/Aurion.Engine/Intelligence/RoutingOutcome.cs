namespace Aurion.Engine.Intelligence;

/// <summary>Where a conversation stands on its way to an agent.</summary>
public enum RoutingOutcome
{
    /// <summary>Nobody could take it, and no queue either.</summary>
    Failed = 0,

    /// <summary>It waits in the team's queue.</summary>
    Queued = 1,

    /// <summary>It went to the team, whose people choose.</summary>
    TeamAssigned = 2,

    /// <summary>It went to an agent.</summary>
    Assigned = 3,
}
