namespace Aurion.Engine.Intelligence;

/// <summary>Decides what becomes of a reply. Pure.</summary>
internal static class ResolutionRules
{
    /// <summary>How well a reply must hang together to be sent.</summary>
    public const double MinCoherence = 0.8;

    /// <summary>How long a customer who comes back undoes a resolution.</summary>
    public static readonly TimeSpan ReversibleFor = TimeSpan.FromHours(72);

    public const string HighPriority = "high_priority";
    public const string AttemptsExhausted = "attempts_exhausted";
    public const string NotClassified = "not_classified";
    public const string NoMatch = "no_match";
    public const string KbBelowThreshold = "kb_match_below_threshold";
    public const string NoReply = "no_reply";
    public const string CombinedBelowThreshold = "combined_below_threshold";
    public const string CoherenceBelowThreshold = "coherence_below_threshold";
    public const string SuggestMode = "suggest_mode";
    public const string NothingSends = "nothing_sends";

    /// <summary>The mean of both, as decimals: 0.95 and 0.93 are 0.94.</summary>
    public static double Mean(double classification, double kbMatch) => (double)(((decimal)classification + (decimal)kbMatch) / 2);

    /// <summary>Decides.</summary>
    /// <returns>The decision; null when resolution is switched off, and then nothing is attempted.</returns>
    public static ResolutionDecision? Decide(ResolutionSettings settings, ResolutionInput input, Func<double, double, double> combine)
    {
        if (!settings.Enabled)
        {
            return null;
        }

        double? combined = input is { ClassificationConfidence: { } classification, KbMatch: { } match } ? combine(classification, match) : null;
        var skip = input.KbMatch is not { } score ? NoMatch
            : score < settings.KbMatchThreshold ? KbBelowThreshold
            : input.Coherence is null ? NoReply
            : null;
        var heldBack = skip ?? FirstGate(settings, input, combined);
        return new ResolutionDecision
        {
            Outcome = skip is not null ? ResolutionOutcome.Skipped : heldBack is null ? ResolutionOutcome.AutoResolved : ResolutionOutcome.Suggested,
            Mode = settings.Mode,
            ClassificationConfidence = input.ClassificationConfidence,
            KbMatchScore = input.KbMatch,
            ReplyCoherenceScore = input.Coherence,
            CombinedConfidence = combined,
            SkipReason = skip,
            HeldBackBy = heldBack,
            AutoResolveThreshold = settings.AutoResolveThreshold,
            KbMatchThreshold = settings.KbMatchThreshold,
        };
    }

    /// <summary>Whether a customer who comes back now undoes a resolution.</summary>
    public static bool IsReversible(ResolutionDecision standing, DateTimeOffset now) =>
        standing is { Outcome: ResolutionOutcome.AutoResolved, ResolvedAt: { } at } && now - at <= ReversibleFor;

    private static string? FirstGate(ResolutionSettings settings, ResolutionInput input, double? combined) =>
        settings.Mode is ResolutionMode.Suggest ? SuggestMode
        : settings.ExcludeHighPriority && input.IsHighPriority ? HighPriority
        : input.Attempts >= settings.MaxAutoResolveAttempts ? AttemptsExhausted
        : combined is not { } sure ? NotClassified
        : !(sure >= settings.AutoResolveThreshold) ? CombinedBelowThreshold
        : !(input.Coherence >= MinCoherence) ? CoherenceBelowThreshold
        : !input.CanSend ? NothingSends
        : null;
}
