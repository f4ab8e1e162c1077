using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>One decision about what a conversation is.</summary>
public sealed record ClassificationDecision
{
    /// <summary>Gets what was decided about each field.</summary>
    public ImmutableArray<FieldDecision> Fields { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Gets the skills that the classifier named.</summary>
    public ImmutableArray<string> Skills { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Gets how the classification stands.</summary>
    public ClassificationOutcome Outcome { get; init; }

    /// <summary>Gets the confidence that a resolution counts with: that of <c>category</c>, else the mean of all fields; 0 when none was named.</summary>
    public double Confidence { get; init; }

    /// <summary>Gets the fields that agents have set: they are never overwritten.</summary>
    public ImmutableArray<string> Locked { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Gets how often the conversation was classified anew before this decision.</summary>
    public int Reclassifications { get; init; }

    /// <summary>Gets the event or step that led to it.</summary>
    public string? Cause { get; init; }

    /// <summary>Gets the hash of what the classifier was given; null when none was asked.</summary>
    public string? InputHash { get; init; }

    /// <summary>Gets the model; null when unknown.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the model's version; null when unknown.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>Gets the threshold that counted for setting fields.</summary>
    public double AutoApplyThreshold { get; init; }

    /// <summary>Gets the threshold that counted for showing values.</summary>
    public double SuggestThreshold { get; init; }

    /// <summary>Gets a sentence about it; null when the outcome says all.</summary>
    public string? Reason { get; init; }
}
