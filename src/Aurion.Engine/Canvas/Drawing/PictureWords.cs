namespace Aurion.Engine.Canvas.Drawing;

/// <summary>The words, signs and colours of what became of nodes: never told by colour alone.</summary>
internal static class PictureWords
{
    public static readonly CanvasMarkState[] All = [CanvasMarkState.Ran, CanvasMarkState.Waits, CanvasMarkState.Failed, CanvasMarkState.Cancelled, CanvasMarkState.Skipped];

    public static string ClassOf(CanvasMarkState state) => state switch
    {
        CanvasMarkState.Ran => "ran",
        CanvasMarkState.Waits => "waits",
        CanvasMarkState.Failed => "failed",
        CanvasMarkState.Cancelled => "cancelled",
        _ => "skipped",
    };

    public static string WordOf(CanvasMarkState state) => state is CanvasMarkState.Skipped ? "not reached" : ClassOf(state);

    public static string SignOf(CanvasMarkState state) => state switch
    {
        CanvasMarkState.Ran => "✓",
        CanvasMarkState.Waits => "…",
        CanvasMarkState.Failed => "✗",
        CanvasMarkState.Cancelled => "–",
        _ => string.Empty,
    };

    public static (string Fill, string Stroke, string Text) ColorsOf(CanvasMarkState state) => state switch
    {
        CanvasMarkState.Ran => ("#e6f4ea", "#1e7b34", "#10331a"),
        CanvasMarkState.Waits => ("#fff4d6", "#9a6700", "#3d2900"),
        CanvasMarkState.Failed => ("#fde7e9", "#b3261e", "#4a0f0b"),
        CanvasMarkState.Cancelled => ("#eceff1", "#546e7a", "#263238"),
        _ => ("#fafafa", "#b0b4ba", "#6b7078"),
    };

    /// <summary>Says in sentences what became of the nodes.</summary>
    public static string Describe(PictureTree tree, CanvasOverlay overlay)
    {
        var parts = new List<string>();
        foreach (var state in All)
        {
            var names = tree.Nodes.Where(node => overlay.StateOf(node.Node.Id) == state).Select(static node => PictureText.TitleOf(node.Node)).ToArray();
            if (names.Length > 0)
            {
                parts.Add($"{char.ToUpperInvariant(WordOf(state)[0])}{WordOf(state)[1..]}: {string.Join(", ", names)}.");
            }
        }

        return string.Join(' ', parts);
    }

    public static bool IsTaken(PictureEdge edge, CanvasOverlay overlay) =>
        edge.Port is { } port && overlay.Ports.Contains((edge.From.Node.Id, port)) && overlay.Nodes.ContainsKey(edge.To.Node.Id);
}
