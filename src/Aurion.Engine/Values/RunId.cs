namespace Aurion.Engine.Values;

/// <summary>Names one run of a workflow: <c>run_…</c>, sorting by creation.</summary>
/// <param name="Value">The id's text; compared ordinally.</param>
/// <remarks>It stands in <c>Values</c>, not in <c>Runs</c>, because approvals and events name runs too.</remarks>
public readonly record struct RunId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
