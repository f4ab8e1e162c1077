namespace Aurion.Engine.Canvas.Drawing;

/// <summary>A place in a layer: a node's, or, without a width, where a long edge passes.</summary>
internal sealed class LayerSlot(double width, double height)
{
    public double Width { get; } = width;

    public double Height { get; } = height;

    public int Layer { get; set; }

    /// <summary>Gets or sets the position within the layer.</summary>
    public int Place { get; set; }

    /// <summary>Gets or sets where the neighbours would like it to be.</summary>
    public double Wish { get; set; }

    public double Center { get; set; }

    public double Top { get; set; }

    public double LayerTop { get; set; }

    public double LayerBottom { get; set; }

    public List<LayerSlot> Above { get; } = [];

    public List<LayerSlot> Below { get; } = [];
}
