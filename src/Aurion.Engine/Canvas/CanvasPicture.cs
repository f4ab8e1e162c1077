using Aurion.Engine.Canvas.Drawing;

namespace Aurion.Engine.Canvas;

/// <summary>Draws canvases, with or without a run on them.</summary>
/// <remarks>
/// <para>Stateless and safe for concurrent use. The same input gives the same text, byte for byte. Any canvas can be drawn, faulty ones too.</para>
/// <para>Texts of the canvas are data: they are escaped, so that a picture can be shown in a page.</para>
/// </remarks>
public static class CanvasPicture
{
    /// <summary>Draws a canvas as a Mermaid flowchart: containers as subgraphs, ports on the edges.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="overlay">What to show of a run; null shows the canvas alone.</param>
    /// <param name="title">What it is called, for people who can't see it; null says nothing.</param>
    /// <returns>The text, with lines that end in a line feed; without a fence.</returns>
    public static string ToMermaid(CanvasDefinition canvas, CanvasOverlay? overlay = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        return new MermaidWriter(new PictureTree(canvas), overlay).Write(title);
    }

    /// <summary>
    /// Draws a canvas as SVG. Nodes stand where the canvas places them, if it places all and none on another; else in layers, from the top.
    /// </summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="overlay">What to show of a run; null shows the canvas alone.</param>
    /// <param name="title">What it is called; null is "Canvas".</param>
    /// <returns>One <c>svg</c> element: no script, no reference to anything outside, colours as attributes that a page's style sheet may change by the classes
    /// <c>node</c>, <c>edge</c>, <c>taken</c>, <c>ran</c>, <c>waits</c>, <c>failed</c>, <c>cancelled</c> and <c>skipped</c>.</returns>
    public static string ToSvg(CanvasDefinition canvas, CanvasOverlay? overlay = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        var tree = new PictureTree(canvas);
        var size = PictureLayout.Place(tree);
        return new SvgWriter(tree, overlay, size).Write(title ?? "Canvas");
    }
}
