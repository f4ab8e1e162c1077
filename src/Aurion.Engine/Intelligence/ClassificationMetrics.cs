namespace Aurion.Engine.Intelligence;

/// <summary>Figures of classification. Rates have four decimals, and are null when their denominator is 0.</summary>
public sealed record ClassificationMetrics
{
    /// <summary>Gets how many conversations were classified: all of the four below.</summary>
    public int TotalClassified { get; init; }

    /// <summary>Gets those with a field that was set, and that no agent has overridden.</summary>
    public int AutoApplied { get; init; }

    /// <summary>Gets those with a value that is only shown.</summary>
    public int Suggested { get; init; }

    /// <summary>Gets those where nothing was sure enough.</summary>
    public int Silent { get; init; }

    /// <summary>Gets those where an agent changed a field that was set.</summary>
    public int AgentOverridden { get; init; }

    /// <summary>Gets the share of <see cref="AutoApplied"/> in <see cref="TotalClassified"/>.</summary>
    public double? AutoApplyRate { get; init; }

    /// <summary>Gets the ratio of <see cref="AgentOverridden"/> to <see cref="AutoApplied"/>.</summary>
    public double? OverrideRate { get; init; }
}
