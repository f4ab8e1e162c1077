using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>When conversations are classified, and how sure a classification must be. The defaults are those of a fresh tenant.</summary>
public sealed record ClassificationSettings
{
    /// <summary>Gets a value indicating whether conversations are classified at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the confidence from which on a field is set: 0 to 1, compared unrounded.</summary>
    public double AutoApplyThreshold { get; init; } = 0.85;

    /// <summary>Gets the confidence from which on a value is shown to agents: 0 to 1, at most <see cref="AutoApplyThreshold"/>.</summary>
    public double SuggestThreshold { get; init; } = 0.5;

    /// <summary>Gets the fields that may be set without an agent; any other one is suggested at most.</summary>
    public ImmutableArray<string> AutoApplyFields { get; init; } = ["category", "priority", "conversation_type"];

    /// <summary>Gets the types of event on which a conversation is classified.</summary>
    public ImmutableArray<string> ClassifyOn { get; init; } = ["conversation.created", "conversation.customer_replied"];

    /// <summary>Gets a value indicating whether a customer's reply may change the classification of a conversation that nobody has taken yet.</summary>
    public bool ReclassifyOnReply { get; init; } = true;

    /// <summary>Gets the channels whose conversations are left alone; case does not count.</summary>
    public ImmutableArray<string> ExcludeChannels { get; init; } = [];
}
