namespace Aurion.Engine.Canvas;

/// <summary>Where a canvas written in code begins.</summary>
/// <remarks>
/// <para>Stateless and safe for concurrent use.</para>
/// <para>What comes out is the same model as JSON gives: <see cref="CanvasDefinition.Text"/> is its JSON, and a canvas that was read from JSON can be gone on with by <see cref="From"/>.</para>
/// </remarks>
public static class Canvas
{
    /// <summary>Begins an empty canvas.</summary>
    /// <returns>The builder; begin with <see cref="CanvasBuilder.Trigger"/>.</returns>
    public static CanvasBuilder Create() => new(new CanvasDraft(), parent: null);

    /// <summary>Goes on with a canvas that there is. It is not changed itself; members that the engine does not know, positions among them, survive.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <returns>The builder; nothing is open, so say <see cref="CanvasBuilder.From"/> where to go on.</returns>
    /// <exception cref="ArgumentException">The canvas is no JSON object, or one of its nodes or edges isn't.</exception>
    public static CanvasBuilder From(CanvasDefinition canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        return new(CanvasDraft.Of(canvas), parent: null);
    }
}
