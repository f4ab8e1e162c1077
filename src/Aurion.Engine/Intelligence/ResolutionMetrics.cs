namespace Aurion.Engine.Intelligence;

/// <summary>Figures of resolution. Rates have four decimals, and are null when their denominator is 0.</summary>
public sealed record ResolutionMetrics
{
    /// <summary>Gets how many conversations were attempted: resolved, suggested or skipped.</summary>
    public int TotalAttempted { get; init; }

    /// <summary>Gets those that were resolved without an agent; one that was reversed is none any more.</summary>
    public int AutoResolved { get; init; }

    /// <summary>Gets those with a reply suggested, also when it was sent or dismissed since.</summary>
    public int Suggested { get; init; }

    /// <summary>Gets those without.</summary>
    public int Skipped { get; init; }

    /// <summary>Gets the suggestions that agents sent.</summary>
    public int SentByAgent { get; init; }

    /// <summary>Gets the suggestions that agents dismissed.</summary>
    public int DismissedByAgent { get; init; }

    /// <summary>Gets the share of <see cref="AutoResolved"/> in <see cref="TotalAttempted"/>.</summary>
    public double? ResolutionRate { get; init; }

    /// <summary>Gets the share of <see cref="SentByAgent"/> in all suggestions that an agent judged.</summary>
    public double? SuggestionAcceptanceRate { get; init; }

    /// <summary>Gets the mean of the combined confidences, of those that have one.</summary>
    public double? AvgCombinedConfidence { get; init; }
}
