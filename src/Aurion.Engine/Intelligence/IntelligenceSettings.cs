namespace Aurion.Engine.Intelligence;

/// <summary>A tenant's settings of AI automation.</summary>
public sealed record IntelligenceSettings
{
    /// <summary>Gets the settings of a fresh tenant.</summary>
    public static IntelligenceSettings Default { get; } = new();

    /// <summary>Gets when and how conversations are classified.</summary>
    public ClassificationSettings Classification { get; init; } = new();

    /// <summary>Gets how conversations are routed.</summary>
    public RoutingSettings Routing { get; init; } = new();

    /// <summary>Gets when replies are suggested or sent.</summary>
    public ResolutionSettings Resolution { get; init; } = new();

    /// <summary>Gets the number of the version: 1 for a fresh tenant, one more with each change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Gets when they were changed last; null before the first change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
