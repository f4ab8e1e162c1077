using System.Text.Json;

namespace Aurion.Engine.Canvas.Drawing;

/// <summary>Gives every node its box and every edge its way.</summary>
internal static class PictureLayout
{
    public const double Margin = 24;
    private const double Padding = 20;
    private const double HeadRoom = 44; // a container's name
    private const int MaxCompared = 1_000; // beyond that, boxes are not compared with each other

    /// <summary>Places everything.</summary>
    /// <returns>The size of the whole.</returns>
    public static (double Width, double Height) Place(PictureTree tree)
    {
        if (!TryTakePositions(tree))
        {
            PlaceInside(null, tree.Roots, tree.RootEdges);
        }

        return MoveToOrigin(tree);
    }

    private static void PlaceInside(PictureNode? container, List<PictureNode> children, List<PictureEdge> edges)
    {
        foreach (var child in children)
        {
            if (child.IsContainer)
            {
                PlaceInside(child, child.Children, child.Inside);
            }
        }

        var (width, height) = new LayeredLayout(children, edges).Place();
        if (container is null)
        {
            return;
        }

        container.W = Math.Max(width + (2 * Padding), PictureNode.Width + (2 * Padding));
        container.H = height + HeadRoom + Padding;
        var aside = (container.W - width) / 2;
        foreach (var child in children)
        {
            Move(child, aside, HeadRoom);
        }

        MoveEdges(container.Inside, aside, HeadRoom);
    }

    // A container takes along what lies in it once it is placed itself; until then all inside is relative to it.
    private static void Move(PictureNode node, double x, double y)
    {
        node.X += x;
        node.Y += y;
    }

    private static void MoveEdges(List<PictureEdge> edges, double x, double y)
    {
        foreach (var edge in edges)
        {
            for (var at = 0; at < edge.Points.Count; at++)
            {
                edge.Points[at] = (edge.Points[at].X + x, edge.Points[at].Y + y);
            }
        }
    }

    private static (double Width, double Height) MoveToOrigin(PictureTree tree)
    {
        var containers = new Queue<PictureNode>(tree.Roots);
        while (containers.TryDequeue(out var container))
        {
            foreach (var child in container.Children)
            {
                Move(child, container.X, container.Y);
                containers.Enqueue(child);
            }

            MoveEdges(container.Inside, container.X, container.Y);
        }

        foreach (var edge in tree.Edges)
        {
            if (edge.Points.Count == 0)
            {
                Straighten(edge);
            }
        }

        var (left, top, right, bottom) = (0d, 0d, 0d, 0d);
        var isFirst = true;
        foreach (var (x, y) in tree.Nodes.SelectMany(static node => new[] { (node.X, node.Y), (node.X + node.W, node.Bottom) }).Concat(tree.Edges.SelectMany(static edge => edge.Points)))
        {
            (left, top, right, bottom) = isFirst ? (x, y, x, y) : (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            isFirst = false;
        }

        foreach (var node in tree.Nodes)
        {
            Move(node, Margin - left, Margin - top);
        }

        MoveEdges(tree.Edges, Margin - left, Margin - top);

        return (right - left + (2 * Margin), bottom - top + (2 * Margin));
    }

    // Between boxes that no layout brought together: placed by hand, or across a container's border.
    private static void Straighten(PictureEdge edge)
    {
        var (from, to) = (edge.From, edge.To);
        if (from == to)
        {
            edge.IsBack = true;
            edge.Points.AddRange([(from.X + from.W, from.Y + (from.H / 3)), (from.X + from.W + 28, from.Y + (from.H / 2)), (from.X + from.W, from.Y + (2 * from.H / 3))]);
        }
        else if (edge.IsDotted && to.Bottom <= from.Y)
        {
            edge.Points.AddRange([(from.CenterX, from.Y), (to.CenterX + Math.Clamp(from.CenterX - to.CenterX, -40, 40), to.Bottom)]);
        }
        else if (to.X >= from.X + from.W + 30)
        {
            edge.IsAcross = true;
            edge.Points.AddRange([(from.X + from.W, from.Y + (from.H / 2)), (to.X, to.Y + (to.H / 2))]);
        }
        else if (to.Y >= from.Bottom)
        {
            edge.Points.AddRange([(from.CenterX, from.Bottom), (to.CenterX, to.Y)]);
        }
        else
        {
            edge.IsBack = true;
            var far = Math.Max(from.X + from.W, to.X + to.W) + 32;
            edge.Points.AddRange([(from.X + from.W, from.Y + (from.H / 2)), (far, (from.Y + from.H + to.Y) / 2), (to.X + to.W, to.Y + (to.H / 2))]);
        }
    }

    private static bool TryTakePositions(PictureTree tree)
    {
        if (tree.Nodes.Count is 0 or > MaxCompared)
        {
            return false;
        }

        var written = tree.Canvas.Text.Element.GetProperty("nodes");
        foreach (var node in tree.Nodes)
        {
            if (!TryReadPosition(written[node.Node.Index], out var x, out var y))
            {
                Forget(tree);
                return false;
            }

            (node.X, node.Y) = (x, y);
        }

        foreach (var container in tree.Nodes.Reverse().Where(static node => node.IsContainer).OrderByDescending(DepthOf))
        {
            Fit(container);
        }

        if (Overlap(tree.Roots) || tree.Nodes.Any(static node => Overlap(node.Children)))
        {
            Forget(tree);
            return false;
        }

        return true;
    }

    private static int DepthOf(PictureNode node) => node.Parent is null ? 0 : 1 + DepthOf(node.Parent);

    private static void Fit(PictureNode container)
    {
        foreach (var child in container.Children)
        {
            child.X = Math.Max(child.X, Padding);
            child.Y = Math.Max(child.Y, HeadRoom);
            container.W = Math.Max(container.W, child.X + child.W + Padding);
            container.H = Math.Max(container.H, child.Bottom + Padding);
        }
    }

    private static bool Overlap(List<PictureNode> nodes)
    {
        for (var one = 0; one < nodes.Count; one++)
        {
            for (var other = one + 1; other < nodes.Count; other++)
            {
                var (a, b) = (nodes[one], nodes[other]);
                if (a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Bottom && b.Y < a.Bottom)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void Forget(PictureTree tree)
    {
        foreach (var node in tree.Nodes)
        {
            (node.X, node.Y, node.W, node.H) = (0, 0, PictureNode.Width, PictureNode.Height);
        }
    }

    private static bool TryReadPosition(JsonElement node, out double x, out double y)
    {
        (x, y) = (0, 0);
        return node.TryGetProperty("position", out var position) && position.ValueKind is JsonValueKind.Object
            && TryReadNumber(position, "x", out x) && TryReadNumber(position, "y", out y);
    }

    // Beyond that lies no editor's canvas, and no browser draws it.
    private static bool TryReadNumber(JsonElement position, string name, out double number)
    {
        number = 0;
        return position.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out number) && Math.Abs(number) <= 100_000;
    }
}
