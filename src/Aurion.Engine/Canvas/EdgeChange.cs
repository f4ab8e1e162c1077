namespace Aurion.Engine.Canvas;

/// <summary>One edge that differs between two versions.</summary>
/// <param name="Kind">What became of it: added, removed, changed (another port), or moved (branches begin in another order).</param>
/// <param name="Before">The edge in the earlier version; null when it was added.</param>
/// <param name="After">The edge in the later version; null when it was removed.</param>
public sealed record EdgeChange(ChangeKind Kind, CanvasEdge? Before, CanvasEdge? After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {After ?? Before}";
}
