using System.Globalization;
using System.Text;

namespace Aurion.Engine.Canvas.Drawing;

/// <summary>Writes a placed picture as SVG.</summary>
internal sealed class SvgWriter(PictureTree tree, CanvasOverlay? overlay, (double Width, double Height) size)
{
    private const double LegendHeight = 34;
    private const double LegendWidth = 560;
    private const int TitleColumns = 21;
    private const int KindColumns = 26;

    private static readonly double[] Places = [0.5, 0.2, 0.8, 0.35, 0.65];

    private readonly StringBuilder _text = new();
    private readonly List<(double X, double Y, double Width)> _labels = [];

    public string Write(string title)
    {
        var width = Math.Max(size.Width, overlay is null ? 120 : LegendWidth);
        var height = size.Height + (overlay is null ? 0 : LegendHeight + (overlay.Summary is null ? 0 : 22));
        var safe = Escape(PictureText.Cut(title, 200));
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{safe}\" width=\"{N(width)}\" height=\"{N(height)}\" viewBox=\"0 0 {N(width)} {N(height)}\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">");
        Line($"  <title>{safe}</title>");
        Line($"  <desc>{Escape(Describe())}</desc>");
        Line($"  <rect width=\"{N(width)}\" height=\"{N(height)}\" fill=\"#ffffff\"/>");
        Containers(tree.Roots);
        foreach (var edge in tree.Edges.OrderBy(IsTaken))
        {
            Edge(edge);
        }

        foreach (var node in tree.Nodes.Where(static node => !node.IsContainer))
        {
            Node(node);
        }

        foreach (var edge in tree.Edges.Where(static edge => edge.Label is not null))
        {
            Label(edge);
        }

        Legend();
        Line($"</svg>");
        return _text.ToString();
    }

    private string Describe()
    {
        var starts = string.Join(", ", tree.Nodes.Where(static node => node.Node.Type == "trigger").Select(static node => PictureText.TitleOf(node.Node)));
        var text = string.Create(CultureInfo.InvariantCulture, $"A workflow of {tree.Nodes.Count} nodes and {tree.Edges.Count(static edge => !edge.IsDotted)} edges{(starts.Length == 0 ? string.Empty : $" that begins at {starts}")}.");
        return overlay is null ? text : $"{text} {(overlay.Summary is null ? string.Empty : PictureText.Cut(overlay.Summary, 200) + ". ")}{PictureWords.Describe(tree, overlay)}";
    }

    private bool IsTaken(PictureEdge edge) => overlay is not null && PictureWords.IsTaken(edge, overlay);

    private void Containers(IReadOnlyList<PictureNode> nodes)
    {
        foreach (var node in nodes.Where(static node => node.IsContainer))
        {
            var (fill, stroke, ink) = ColorsOf(node.Node);
            Line($"  <g class=\"{ClassOf(node, "container")}\">");
            Line($"    <title>{Escape(Hint(node))}</title>");
            Line($"    <rect x=\"{N(node.X)}\" y=\"{N(node.Y)}\" width=\"{N(node.W)}\" height=\"{N(node.H)}\" rx=\"10\" fill=\"{fill}\" fill-opacity=\"0.45\" stroke=\"{stroke}\" stroke-dasharray=\"6 4\"/>");
            Texts(node, node.X + 14, node.Y + 18, "start", ink, columns: Math.Max(10, (int)(node.W / 11)));
            Sign(node, stroke);
            Line($"  </g>");
            Containers(node.Children);
        }
    }

    private void Node(PictureNode node)
    {
        var (fill, stroke, ink) = ColorsOf(node.Node);
        var dash = overlay is not null && overlay.StateOf(node.Node.Id) is CanvasMarkState.Waits or CanvasMarkState.Skipped ? " stroke-dasharray=\"4 3\"" : string.Empty;
        var paint = $"fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.5\"{(overlay is null ? string.Empty : dash)}";
        Line($"  <g class=\"{ClassOf(node, "node")}\">");
        Line($"    <title>{Escape(Hint(node))}</title>");
        switch (node.Node.Type)
        {
            case "condition" or "switch" or "join":
                var (left, right, middle) = (node.X, node.X + node.W, node.Y + (node.H / 2));
                Line($"    <polygon points=\"{N(left)},{N(middle)} {N(left + 14)},{N(node.Y)} {N(right - 14)},{N(node.Y)} {N(right)},{N(middle)} {N(right - 14)},{N(node.Bottom)} {N(left + 14)},{N(node.Bottom)}\" {paint}/>");
                break;
            default:
                Line($"    <rect x=\"{N(node.X)}\" y=\"{N(node.Y)}\" width=\"{N(node.W)}\" height=\"{N(node.H)}\" rx=\"{(node.Node.Type is "trigger" or "end" ? 26 : 7)}\" {paint}/>");
                break;
        }

        if (node.Node.Type is "approval" or "delay" or "wait_event")
        {
            Line($"    <path d=\"M {N(node.X + 7)} {N(node.Y + 8)} V {N(node.Bottom - 8)}\" stroke=\"{stroke}\" stroke-width=\"3\" stroke-linecap=\"round\"/>");
        }
        else if (node.Node.Type is "sub_workflow")
        {
            Line($"    <path d=\"M {N(node.X + 7)} {N(node.Y)} V {N(node.Bottom)} M {N(node.X + node.W - 7)} {N(node.Y)} V {N(node.Bottom)}\" stroke=\"{stroke}\"/>");
        }

        Texts(node, node.CenterX, node.Y + 22, "middle", ink, TitleColumns);
        Sign(node, stroke);
        Line($"  </g>");
    }

    private void Texts(PictureNode node, double x, double y, string anchor, string ink, int columns)
    {
        Line($"    <text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" font-size=\"13\" font-weight=\"600\" fill=\"{ink}\">{Escape(PictureText.Cut(PictureText.TitleOf(node.Node), columns))}</text>");
        Line($"    <text x=\"{N(x)}\" y=\"{N(y + 17)}\" text-anchor=\"{anchor}\" font-size=\"11\" fill=\"{ink}\" fill-opacity=\"0.8\">{Escape(PictureText.Cut(PictureText.KindOf(node.Node), columns * KindColumns / TitleColumns))}</text>");
    }

    private void Sign(PictureNode node, string stroke)
    {
        if (overlay is null || !overlay.Nodes.TryGetValue(node.Node.Id, out var mark) || PictureWords.SignOf(mark.State).Length == 0)
        {
            return;
        }

        var sign = PictureWords.SignOf(mark.State);
        var visits = mark.Visits > 1 ? string.Create(CultureInfo.InvariantCulture, $" {mark.Visits}×") : string.Empty;
        var width = visits.Length == 0 ? 18 : 18 + (7 * visits.Length);
        Line($"    <rect x=\"{N(node.X + node.W - width - 4)}\" y=\"{N(node.Y - 9)}\" width=\"{width}\" height=\"18\" rx=\"9\" fill=\"{stroke}\"/>");
        Line($"    <text x=\"{N(node.X + node.W - 4 - (width / 2d))}\" y=\"{N(node.Y + 4)}\" text-anchor=\"middle\" font-size=\"11\" font-weight=\"700\" fill=\"#ffffff\">{sign}{visits}</text>");
    }

    private void Edge(PictureEdge edge)
    {
        var isTaken = IsTaken(edge);
        var color = isTaken ? "#1e7b34" : edge.IsDotted || overlay is not null ? "#b0b4ba" : "#5f6670";
        var points = edge.Points;
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M {N(points[0].X)} {N(points[0].Y)}");
        if (edge.IsBack)
        {
            var (far, end) = (points[1].X, points[^1]);
            path.Append(CultureInfo.InvariantCulture, $" C {N(far)} {N(points[0].Y)} {N(far)} {N(points[0].Y)} {N(far)} {N(points[1].Y)} S {N(far)} {N(end.Y)} {N(end.X + 7)} {N(end.Y)}");
            Path(edge, path.ToString(), color, isTaken, (end.X + 7, end.Y), (end.X, end.Y));
            return;
        }

        for (var at = 1; at < points.Count; at++)
        {
            var (from, to) = (points[at - 1], points[at]);
            var isLast = at == points.Count - 1;
            var (x, y) = isLast ? (edge.IsAcross ? to.X - 7 : to.X, edge.IsAcross ? to.Y : to.Y < from.Y ? to.Y + 7 : to.Y - 7) : to;
            path.Append(from.X == x
                ? string.Create(CultureInfo.InvariantCulture, $" L {N(x)} {N(y)}")
                : edge.IsAcross
                    ? string.Create(CultureInfo.InvariantCulture, $" C {N((from.X + x) / 2)} {N(from.Y)} {N((from.X + x) / 2)} {N(y)} {N(x)} {N(y)}")
                    : string.Create(CultureInfo.InvariantCulture, $" C {N(from.X)} {N((from.Y + y) / 2)} {N(x)} {N((from.Y + y) / 2)} {N(x)} {N(y)}"));
            if (isLast)
            {
                Path(edge, path.ToString(), color, isTaken, (x, y), to);
            }
        }
    }

    private void Path(PictureEdge edge, string path, string color, bool isTaken, (double X, double Y) foot, (double X, double Y) tip)
    {
        var dash = edge.IsDotted ? " stroke-dasharray=\"2 4\"" : string.Empty;
        Line($"  <path class=\"edge{(isTaken ? " taken" : string.Empty)}\" d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{(isTaken ? "2.5" : "1.5")}\"{dash}/>");
        var (dx, dy) = foot.X == tip.X ? (4.5, 0d) : (0d, 4.5);
        Line($"  <polygon points=\"{N(tip.X)},{N(tip.Y)} {N(foot.X - dx)},{N(foot.Y - dy)} {N(foot.X + dx)},{N(foot.Y + dy)}\" fill=\"{color}\"/>");
    }

    private void Label(PictureEdge edge)
    {
        var label = PictureText.Cut(edge.Label!, 24);
        var columns = StringInfo.GetTextElementEnumerator(label) is var all ? CountColumns(all) : 0;
        var width = (columns * 6.2) + 10;
        var (x, y) = PlaceOf(edge, width);
        Line($"  <rect x=\"{N(x - (width / 2))}\" y=\"{N(y - 10)}\" width=\"{N(width)}\" height=\"17\" rx=\"4\" fill=\"#ffffff\" fill-opacity=\"0.92\"/>");
        Line($"  <text x=\"{N(x)}\" y=\"{N(y + 3)}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{(IsTaken(edge) ? "#1e7b34" : "#5f6670")}\">{Escape(label)}</text>");
    }

    /// <summary>Finds a place on the edge's first part where no other label stands; its middle when there is none.</summary>
    private (double X, double Y) PlaceOf(PictureEdge edge, double width)
    {
        var (from, to) = (edge.Points[0], edge.Points[1]);
        var place = edge.IsBack ? to : At(0.5);
        if (!edge.IsBack)
        {
            foreach (var at in Places)
            {
                var one = At(at);
                if (!_labels.Exists(label => Math.Abs(label.X - one.X) < (label.Width + width) / 2 && Math.Abs(label.Y - one.Y) < 16))
                {
                    place = one;
                    break;
                }
            }
        }

        _labels.Add((place.X, place.Y, width));
        return place;

        // As the curve goes: slowly at both ends.
        (double X, double Y) At(double at) => (from.X + ((to.X - from.X) * at * at * (3 - (2 * at))), from.Y + ((to.Y - from.Y) * at));
    }

    private static int CountColumns(TextElementEnumerator elements)
    {
        var columns = 0;
        while (elements.MoveNext())
        {
            columns += PictureText.ColumnsOf(elements.GetTextElement());
        }

        return columns;
    }

    private void Legend()
    {
        if (overlay is null)
        {
            return;
        }

        var y = size.Height + 4;
        if (overlay.Summary is { } summary)
        {
            Line($"  <text x=\"{N(PictureLayout.Margin)}\" y=\"{N(y + 8)}\" font-size=\"12\" font-weight=\"600\" fill=\"#333a42\">{Escape(PictureText.Cut(summary, 78))}</text>");
            y += 22;
        }

        Line($"  <g class=\"legend\">");
        var x = PictureLayout.Margin;
        foreach (var state in PictureWords.All)
        {
            var (fill, stroke, _) = PictureWords.ColorsOf(state);
            var sign = PictureWords.SignOf(state);
            Line($"    <rect x=\"{N(x)}\" y=\"{N(y - 4)}\" width=\"18\" height=\"18\" rx=\"9\" fill=\"{(sign.Length == 0 ? fill : stroke)}\" stroke=\"{stroke}\"/>");
            Line($"    <text x=\"{N(x + 9)}\" y=\"{N(y + 9)}\" text-anchor=\"middle\" font-size=\"11\" font-weight=\"700\" fill=\"#ffffff\">{sign}</text>");
            Line($"    <text x=\"{N(x + 24)}\" y=\"{N(y + 9)}\" font-size=\"11\" fill=\"#333a42\">{PictureWords.WordOf(state)}</text>");
            x += 46 + (PictureWords.WordOf(state).Length * 6.6);
        }

        Line($"  </g>");
    }

    private string ClassOf(PictureNode node, string kind) =>
        Escape($"{kind} {PictureText.Cut(node.Node.Type, 20)}{(overlay is null ? string.Empty : " " + PictureWords.ClassOf(overlay.StateOf(node.Node.Id)))}");

    private string Hint(PictureNode node)
    {
        var hint = $"{PictureText.Cut(node.Node.Id, 60)}, {PictureText.KindOf(node.Node)}";
        return overlay is null ? hint : $"{hint}: {PictureWords.WordOf(overlay.StateOf(node.Node.Id))}";
    }

    private (string Fill, string Stroke, string Text) ColorsOf(CanvasNode node) => overlay is not null
        ? PictureWords.ColorsOf(overlay.StateOf(node.Id))
        : node.Type switch
        {
            "trigger" => ("#e3eefc", "#2563a8", "#12304f"),
            "condition" or "switch" => ("#fdf3dc", "#9a6700", "#3d2900"),
            "join" or "cancel" => ("#eceff1", "#546e7a", "#263238"),
            "approval" or "delay" or "wait_event" => ("#f1eafa", "#6b3fa0", "#2f1a4a"),
            "end" => ("#f3f4f6", "#4b5563", "#1f2937"),
            "scope" or "for_each" => ("#f6f8fa", "#8292a2", "#33414f"),
            _ => ("#ffffff", "#4b6b8a", "#1c2b3a"),
        };

    /// <summary>Escapes a text for content and for attributes in double quotes; what XML can't hold becomes the replacement character.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                < 0x20 or 0xFFFE or 0xFFFF or (>= 0x7F and < 0xA0) => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return escaped.ToString();
    }

    // Whole numbers: the same picture on every machine.
    private static string N(double value) => Math.Round(value, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture);

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
