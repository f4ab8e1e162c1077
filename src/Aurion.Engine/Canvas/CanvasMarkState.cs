namespace Aurion.Engine.Canvas;

/// <summary>What became of a node in the run that a picture shows.</summary>
public enum CanvasMarkState
{
    /// <summary>It was not reached.</summary>
    Skipped,

    /// <summary>It was done.</summary>
    Ran,

    /// <summary>It is at work, or waits.</summary>
    Waits,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was ended before it was done.</summary>
    Cancelled,
}
