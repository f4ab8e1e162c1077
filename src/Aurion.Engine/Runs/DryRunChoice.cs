using Aurion.Engine.Conditions;

namespace Aurion.Engine.Runs;

/// <summary>A question that a canvas asked in a dry run, and why it was answered so.</summary>
/// <remarks>Immutable.</remarks>
public sealed record DryRunChoice
{
    /// <summary>Gets the node that asked: a condition or a switch.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the name of the switch's case; null for a condition.</summary>
    public string? Case { get; init; }

    /// <summary>Gets the answer: the way is taken when the verdict is true.</summary>
    public required ConditionExplanation Conditions { get; init; }
}
