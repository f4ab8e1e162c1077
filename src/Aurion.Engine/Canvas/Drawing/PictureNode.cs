using Aurion.Engine.Canvas.Nodes;

namespace Aurion.Engine.Canvas.Drawing;

/// <summary>A node of a picture and, once it is placed, its box; before that relative to its container.</summary>
internal sealed class PictureNode(CanvasNode node)
{
    public const double Width = 184;
    public const double Height = 52;

    public CanvasNode Node { get; } = node;

    public PictureNode? Parent { get; set; }

    public List<PictureNode> Children { get; } = [];

    /// <summary>Gets the edges between its children.</summary>
    public List<PictureEdge> Inside { get; } = [];

    public bool IsContainer => Children.Count > 0 || NodeTypes.IsContainer(Node.Type);

    public double X { get; set; }

    public double Y { get; set; }

    public double W { get; set; } = Width;

    public double H { get; set; } = Height;

    public double CenterX => X + (W / 2);

    public double Bottom => Y + H;
}
