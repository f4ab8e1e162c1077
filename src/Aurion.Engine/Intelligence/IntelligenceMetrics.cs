namespace Aurion.Engine.Intelligence;

/// <summary>What AI automation did in a time: counted over the decisions that stand and were made in it, one for each conversation and kind.</summary>
public sealed record IntelligenceMetrics
{
    /// <summary>Gets the beginning of the time, included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the end of the time, excluded.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Gets the figures of classification.</summary>
    public required ClassificationMetrics Classification { get; init; }

    /// <summary>Gets the figures of routing.</summary>
    public required RoutingMetrics Routing { get; init; }

    /// <summary>Gets the figures of resolution.</summary>
    public required ResolutionMetrics Resolution { get; init; }

    /// <summary>Gets how far conversations came.</summary>
    public required FunnelMetrics Funnel { get; init; }
}
