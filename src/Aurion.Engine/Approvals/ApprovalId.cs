namespace Aurion.Engine.Approvals;

/// <summary>Names an approval request: <c>req_…</c>. It is made from the run and the step's key, so a crash can't make a second one.</summary>
/// <param name="Value">The id's text; compared ordinally.</param>
public readonly record struct ApprovalId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
