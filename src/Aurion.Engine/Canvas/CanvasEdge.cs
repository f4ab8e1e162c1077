namespace Aurion.Engine.Canvas;

/// <summary>One edge of a canvas.</summary>
public sealed record CanvasEdge
{
    /// <summary>Gets the id of the node that it leaves; empty when the edge names none.</summary>
    public required string From { get; init; }

    /// <summary>Gets the id of the node that it leads to; empty when the edge names none.</summary>
    public required string To { get; init; }

    /// <summary>Gets the port that it leaves by; null is the node's main port.</summary>
    public string? Condition { get; init; }

    /// <summary>Gets the zero-based position in the canvas's list of edges.</summary>
    public required int Index { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Condition is null ? $"{From} → {To}" : $"{From} –{Condition}→ {To}";
}
