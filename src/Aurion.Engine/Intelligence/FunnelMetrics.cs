namespace Aurion.Engine.Intelligence;

/// <summary>How far conversations came.</summary>
public sealed record FunnelMetrics
{
    /// <summary>Gets how many were classified.</summary>
    public int Classified { get; init; }

    /// <summary>Gets how many were routed.</summary>
    public int Routed { get; init; }

    /// <summary>Gets how many were resolved without an agent.</summary>
    public int Resolved { get; init; }
}
