using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;

namespace Aurion.Engine.Canvas.Drawing;

/// <summary>A canvas as it is drawn: nodes in their containers, edges between nodes that there are.</summary>
internal sealed class PictureTree
{
    private const int MaxDepth = 32; // deeper ones are drawn further out; nobody could read them

    public PictureTree(CanvasDefinition canvas)
    {
        Canvas = canvas;
        Nodes = [.. canvas.Nodes.Select(static node => new PictureNode(node))];
        var byId = new Dictionary<string, PictureNode>(StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            byId.TryAdd(node.Node.Id, node);
        }

        foreach (var node in Nodes)
        {
            node.Parent = node.Node.ParentId is { } id && byId.TryGetValue(id, out var parent) && parent != node && NodeTypes.IsContainer(parent.Node.Type) ? parent : null;
        }

        foreach (var node in Nodes)
        {
            CutIfTooDeep(node);
        }

        foreach (var node in Nodes)
        {
            (node.Parent?.Children ?? Roots).Add(node);
        }

        AddEdges(canvas, byId);
        foreach (var edge in Edges)
        {
            if (edge.From.Parent == edge.To.Parent)
            {
                (edge.From.Parent?.Inside ?? RootEdges).Add(edge);
            }
        }
    }

    public CanvasDefinition Canvas { get; }

    /// <summary>Gets the nodes, in the canvas's order.</summary>
    public IReadOnlyList<PictureNode> Nodes { get; }

    public List<PictureNode> Roots { get; } = [];

    /// <summary>Gets the edges between nodes that lie in no container.</summary>
    public List<PictureEdge> RootEdges { get; } = [];

    public List<PictureEdge> Edges { get; } = [];

    private void AddEdges(CanvasDefinition canvas, Dictionary<string, PictureNode> byId)
    {
        foreach (var edge in canvas.Edges)
        {
            if (byId.TryGetValue(edge.From, out var from) && byId.TryGetValue(edge.To, out var to))
            {
                Edges.Add(new PictureEdge(from, to, edge.Condition ?? PictureText.MainPortOf(from.Node), edge.Condition is null or "out" ? null : edge.Condition, isDotted: false));
            }
        }

        foreach (var node in Nodes)
        {
            if (node.Node.Type == "cancel")
            {
                Edges.AddRange(EndedBy(node.Node).Where(byId.ContainsKey).Select(id => new PictureEdge(node, byId[id], null, "ends", isDotted: true)));
            }
            else if (PictureText.Text(node.Node.Config, "compensates") is { } step && byId.TryGetValue(step, out var undone) && undone != node)
            {
                Edges.Add(new PictureEdge(node, undone, null, "undoes", isDotted: true));
            }
        }
    }

    private static IEnumerable<string> EndedBy(CanvasNode cancel)
    {
        if (PictureText.Text(cancel.Config, "scope") is { } scope)
        {
            return [scope];
        }

        return cancel.Config.ValueKind is JsonValueKind.Object && cancel.Config.TryGetProperty("nodes", out var nodes) && nodes.ValueKind is JsonValueKind.Array
            ? nodes.EnumerateArray().Select(static node => node.ToString())
            : [];
    }

    // Containers that lie in each other have no outermost one.
    private static void CutIfTooDeep(PictureNode node)
    {
        var depth = 0;
        for (var outer = node.Parent; outer is not null; outer = outer.Parent)
        {
            if (++depth > MaxDepth || outer == node)
            {
                node.Parent = null;
                return;
            }
        }
    }
}
