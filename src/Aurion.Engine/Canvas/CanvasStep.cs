namespace Aurion.Engine.Canvas;

/// <summary>A node on the way of a run, and how it was left.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Port">The port that it was left by, several separated by commas; null where there was no choice, and at the end of the way.</param>
public sealed record CanvasStep(string NodeId, string? Port = null)
{
    /// <summary>Writes <c>check:true</c>, or the node alone.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Port is null ? NodeId : $"{NodeId}:{Port}";
}
