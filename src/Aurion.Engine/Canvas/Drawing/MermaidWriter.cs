using System.Globalization;
using System.Text;

namespace Aurion.Engine.Canvas.Drawing;

/// <summary>Writes a picture as a Mermaid flowchart.</summary>
internal sealed class MermaidWriter(PictureTree tree, CanvasOverlay? overlay)
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<PictureNode, string> _ids = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string Write(string? title)
    {
        _text.Append("flowchart LR\n");
        if (title is not null)
        {
            Line($"  accTitle: {Plain(title)}");
        }

        if (overlay is not null)
        {
            Line($"  accDescr: {Plain(PictureWords.Describe(tree, overlay))}");
        }

        foreach (var node in tree.Nodes)
        {
            _ids[node] = IdOf(node.Node.Id);
        }

        Nodes(tree.Roots, "  ");
        foreach (var edge in tree.Edges)
        {
            var arrow = edge.IsDotted
                ? $"-. {edge.Label} .->"
                : (overlay is not null && PictureWords.IsTaken(edge, overlay) ? "==>" : "-->") + (edge.Label is null ? string.Empty : $"|{Port(edge.Label)}|");
            Line($"  {_ids[edge.From]} {arrow} {_ids[edge.To]}");
        }

        if (overlay is not null)
        {
            Marks(overlay);
        }

        return _text.ToString();
    }

    private void Marks(CanvasOverlay marks)
    {
        foreach (var state in PictureWords.All)
        {
            var (fill, stroke, text) = PictureWords.ColorsOf(state);
            Line($"  classDef {PictureWords.ClassOf(state)} fill:{fill},stroke:{stroke},color:{text}{(state is CanvasMarkState.Waits or CanvasMarkState.Skipped ? ",stroke-dasharray:4 3" : string.Empty)}");
        }

        foreach (var state in PictureWords.All)
        {
            var nodes = tree.Nodes.Where(node => marks.StateOf(node.Node.Id) == state).Select(node => _ids[node]).ToArray();
            if (nodes.Length > 0)
            {
                Line($"  class {string.Join(',', nodes)} {PictureWords.ClassOf(state)}");
            }
        }

        var summary = marks.Summary is null ? "Legend" : Escape(PictureText.Cut(marks.Summary, 80));
        Line($"  subgraph legend[\"{summary}\"]");
        foreach (var state in PictureWords.All)
        {
            Line($"    legend_{PictureWords.ClassOf(state)}[\"{PictureWords.SignOf(state)} {PictureWords.WordOf(state)}\"]:::{PictureWords.ClassOf(state)}");
        }

        Line($"  end");
    }

    private void Nodes(IReadOnlyList<PictureNode> nodes, string indent)
    {
        foreach (var node in nodes)
        {
            if (node.IsContainer)
            {
                Line($"{indent}subgraph {_ids[node]}[\"{Label(node)}\"]");
                Nodes(node.Children, indent + "  ");
                Line($"{indent}end");
            }
            else
            {
                var (open, close) = Shape(node.Node.Type);
                Line($"{indent}{_ids[node]}{open}\"{Label(node)}\"{close}");
            }
        }
    }

    private static (string Open, string Close) Shape(string type) => type switch
    {
        "trigger" => ("([", "])"),
        "end" => ("(((", ")))"),
        "condition" or "switch" => ("{", "}"),
        "join" => ("{{", "}}"),
        "delay" or "wait_event" or "approval" => ("[/", "/]"),
        "sub_workflow" => ("[[", "]]"),
        _ => ("[", "]"),
    };

    private string Label(PictureNode node)
    {
        var sign = overlay is not null && overlay.Nodes.TryGetValue(node.Node.Id, out var mark)
            ? $"{PictureWords.SignOf(mark.State)} {(mark.Visits > 1 ? string.Create(CultureInfo.InvariantCulture, $"{mark.Visits}× ") : string.Empty)}"
            : string.Empty;
        return $"{sign}{Escape(PictureText.TitleOf(node.Node))}<br/>{Escape(PictureText.KindOf(node.Node))}";
    }

    private static string Port(string port) => port.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? port : $"\"{Escape(PictureText.Cut(port, 40))}\"";

    private static string Plain(string text) => Escape(PictureText.Cut(text, 1_000));

    // Mermaid's own way: a number sign, a name or number, a semicolon.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '"' or '#' or '<' or '>' or '&' or '`' or ';' or '\\' or '%' or '{' or '}' or '[' or ']' or '|' or '\'' || char.IsControl(letter))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"#{(int)letter};");
            }
            else
            {
                escaped.Append(letter);
            }
        }

        return escaped.ToString();
    }

    // "end" is a word of Mermaid's own, hence the letter before it.
    private string IdOf(string id)
    {
        var safe = new StringBuilder("n_");
        foreach (var letter in id)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter == '_')
            {
                safe.Append(letter);
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"x{(int)letter:x}");
            }
        }

        var first = safe.ToString();
        var free = first;
        for (var number = 2; !_taken.Add(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{first}__{number}");
        }

        return free;
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
