namespace Aurion.Engine.Intelligence;

/// <summary>One decision about a reply.</summary>
public sealed record ResolutionDecision
{
    /// <summary>Gets what became of it.</summary>
    public ResolutionOutcome Outcome { get; init; }

    /// <summary>Gets the mode that counted.</summary>
    public ResolutionMode Mode { get; init; }

    /// <summary>Gets how sure the classification was; null when there was none.</summary>
    public double? ClassificationConfidence { get; init; }

    /// <summary>Gets how well the best article matched; null when none was found.</summary>
    public double? KbMatchScore { get; init; }

    /// <summary>Gets how well the reply hangs together; null when none was written.</summary>
    public double? ReplyCoherenceScore { get; init; }

    /// <summary>Gets the combined confidence; null when a part of it is missing.</summary>
    public double? CombinedConfidence { get; init; }

    /// <summary>Gets why nothing was suggested, in one word; null unless it was skipped.</summary>
    public string? SkipReason { get; init; }

    /// <summary>Gets which gate kept it from being sent, in one word; null when none did.</summary>
    public string? HeldBackBy { get; init; }

    /// <summary>Gets the article; null when none was found.</summary>
    public string? ArticleId { get; init; }

    /// <summary>Gets the reply; null when none was written.</summary>
    public string? Reply { get; init; }

    /// <summary>Gets the model that wrote it; null when unknown.</summary>
    public string? ModelUsed { get; init; }

    /// <summary>Gets the hash of what the knowledge base was asked; null when none was.</summary>
    public string? InputHash { get; init; }

    /// <summary>Gets the combined confidence that was asked for.</summary>
    public double AutoResolveThreshold { get; init; }

    /// <summary>Gets the match that was asked for.</summary>
    public double KbMatchThreshold { get; init; }

    /// <summary>Gets when a conversation was resolved by it; null when it was not.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Gets the agent who sent or dismissed it; null when none did.</summary>
    public string? Agent { get; init; }

    /// <summary>Gets the event or step that led to it.</summary>
    public string? Cause { get; init; }
}
