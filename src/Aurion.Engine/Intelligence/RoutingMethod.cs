namespace Aurion.Engine.Intelligence;

/// <summary>How a team's agent is chosen.</summary>
public enum RoutingMethod
{
    /// <summary>The one with the lowest share of the capacity in use, then the one who got nothing for longest, then by id.</summary>
    Balanced = 0,

    /// <summary>One after the other by id; who can't take any is passed over.</summary>
    RoundRobin = 1,

    /// <summary>None: the team alone, whose people choose.</summary>
    Manual = 2,
}
