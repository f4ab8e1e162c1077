using System.Collections.Immutable;

namespace Aurion.Engine.Canvas;

/// <summary>Finds what is wrong with a canvas before it runs.</summary>
/// <remarks>Stateless and safe for concurrent use.</remarks>
public static class CanvasValidator
{
    /// <summary>Validates a canvas.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="trigger">When the workflow starts; null leaves out the findings that compare the two.</param>
    /// <returns>All findings, errors and warnings, in the order of the canvas.</returns>
    public static ImmutableArray<CanvasFinding> Validate(CanvasDefinition canvas, TriggerConfig? trigger) => throw new NotImplementedException();
}
