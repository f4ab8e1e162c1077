namespace Aurion.Engine.Intelligence;

/// <summary>When a reply is written from the knowledge base, and when it may be sent. The defaults are those of a fresh tenant.</summary>
public sealed record ResolutionSettings
{
    /// <summary>Gets a value indicating whether replies are written at all.</summary>
    public bool Enabled { get; init; }

    /// <summary>Gets what may become of a reply that passes every gate.</summary>
    public ResolutionMode Mode { get; init; }

    /// <summary>Gets the combined confidence from which on a reply may be sent: 0 to 1, compared unrounded.</summary>
    public double AutoResolveThreshold { get; init; } = 0.92;

    /// <summary>Gets how well an article must match, for a suggestion as for a reply that is sent: 0 to 1, compared unrounded.</summary>
    public double KbMatchThreshold { get; init; } = 0.9;

    /// <summary>Gets how often one conversation may be resolved without an agent, at least 0.</summary>
    public int MaxAutoResolveAttempts { get; init; } = 2;

    /// <summary>Gets a value indicating whether conversations of high priority are never resolved without an agent.</summary>
    public bool ExcludeHighPriority { get; init; } = true;
}
