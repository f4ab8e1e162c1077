namespace Aurion.Engine.Intelligence;

/// <summary>Figures of routing. Rates have four decimals, and are null when their denominator is 0.</summary>
public sealed record RoutingMetrics
{
    /// <summary>Gets how many conversations went to an agent or a team.</summary>
    public int TotalRouted { get; init; }

    /// <summary>Gets those of them that the overflow team got.</summary>
    public int OverflowUsed { get; init; }

    /// <summary>Gets how many nobody could take.</summary>
    public int RoutingFailed { get; init; }

    /// <summary>Gets those routed that a person moved elsewhere before they were resolved, within seven days.</summary>
    public int SubsequentlyReassigned { get; init; }

    /// <summary>Gets those routed that a rule sent to the team it meant and that no person moved before they were resolved, within seven days.</summary>
    public int Kept { get; init; }

    /// <summary>Gets the share of <see cref="Kept"/> in <see cref="TotalRouted"/>.</summary>
    public double? FirstAssignmentAccuracy { get; init; }

    /// <summary>Gets the mean time from when a conversation was to be routed to its assignment, in whole milliseconds; null when none was routed.</summary>
    public long? AvgTimeToRouteMs { get; init; }
}
