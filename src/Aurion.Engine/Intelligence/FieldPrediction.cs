namespace Aurion.Engine.Intelligence;

/// <summary>A value that a classifier names for a field.</summary>
public sealed record FieldPrediction
{
    /// <summary>Gets the conversation's field, for example <c>category</c>.</summary>
    public required string Field { get; init; }

    /// <summary>Gets the value.</summary>
    public required string Value { get; init; }

    /// <summary>Gets how sure the classifier is: 0 to 1; what is outside or no number counts as 0.</summary>
    public required double Confidence { get; init; }
}
