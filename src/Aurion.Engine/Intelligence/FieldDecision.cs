using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>What was decided about one field.</summary>
public sealed record FieldDecision
{
    /// <summary>Gets the field.</summary>
    public required string Field { get; init; }

    /// <summary>Gets the value that the classifier named.</summary>
    public required string Value { get; init; }

    /// <summary>Gets how sure it was: 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Gets what the field held before it was set; null when it was not set, or held nothing.</summary>
    public JsonText? Previous { get; init; }

    /// <summary>Gets what became of it.</summary>
    public required FieldOutcome Outcome { get; init; }
}
