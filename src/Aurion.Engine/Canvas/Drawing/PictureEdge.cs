namespace Aurion.Engine.Canvas.Drawing;

/// <summary>An edge of a picture and, once it is placed, the points that it passes.</summary>
internal sealed class PictureEdge(PictureNode from, PictureNode to, string? port, string? label, bool isDotted)
{
    public PictureNode From { get; } = from;

    public PictureNode To { get; } = to;

    /// <summary>Gets the port by its name, the main one's too; null for a dotted edge.</summary>
    public string? Port { get; } = port;

    /// <summary>Gets what is written on it; null when nothing.</summary>
    public string? Label { get; } = label;

    /// <summary>Gets a value indicating whether no run goes along it: it shows what a node ends, or undoes.</summary>
    public bool IsDotted { get; } = isDotted;

    /// <summary>Gets or sets a value indicating whether it goes round on the right, back up.</summary>
    public bool IsBack { get; set; }

    /// <summary>Gets or sets a value indicating whether it goes from the right side to the left side of a box beside.</summary>
    public bool IsAcross { get; set; }

    public List<(double X, double Y)> Points { get; } = [];
}
