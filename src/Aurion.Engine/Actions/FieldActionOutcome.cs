namespace Aurion.Engine.Actions;

/// <summary>The outcome of a field action.</summary>
/// <param name="Status">What it did.</param>
/// <param name="Error">One sentence about why it could not be done; null unless it failed.</param>
public readonly record struct FieldActionOutcome(FieldActionStatus Status, string? Error = null)
{
    internal static FieldActionOutcome Changed => new(FieldActionStatus.Changed);

    internal static FieldActionOutcome Unchanged => new(FieldActionStatus.Unchanged);

    internal static FieldActionOutcome Failed(string error) => new(FieldActionStatus.Failed, error);
}
