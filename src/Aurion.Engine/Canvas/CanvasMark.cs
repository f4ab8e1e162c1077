namespace Aurion.Engine.Canvas;

/// <summary>What became of a node, and how often it was visited.</summary>
public sealed record CanvasMark
{
    /// <summary>Gets what became of the last visit.</summary>
    public required CanvasMarkState State { get; init; }

    /// <summary>Gets the number of visits. The default is 1.</summary>
    public int Visits { get; init; } = 1;
}
