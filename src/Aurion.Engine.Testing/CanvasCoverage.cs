using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Drawing;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Testing;

/// <summary>What of a canvas a set of test runs went through.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed class CanvasCoverage
{
    private readonly HashSet<string> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<(string Node, string Port)> _ports = [];

    private CanvasCoverage(CanvasDefinition canvas, IEnumerable<CanvasTestResult> results)
    {
        Canvas = canvas;
        foreach (var step in results.SelectMany(static result => result.Run.Steps))
        {
            _nodes.Add(step.NodeId);
            foreach (var port in RunOverlay.PortsOf(step))
            {
                _ports.Add((step.NodeId, port));
            }
        }

        var types = canvas.Nodes.GroupBy(static node => node.Id, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        MissingNodes = [.. canvas.Nodes.Select(static node => node.Id).Where(id => !_nodes.Contains(id))];
        MissingEdges = [.. canvas.Edges.Where(edge => !types.TryGetValue(edge.From, out var from) || !_ports.Contains((edge.From, edge.Condition ?? PictureText.MainPortOf(from))))];
    }

    /// <summary>Gets the canvas.</summary>
    public CanvasDefinition Canvas { get; }

    /// <summary>Gets the nodes that were entered, by id.</summary>
    public IReadOnlySet<string> Nodes => _nodes;

    /// <summary>Gets the ports that nodes were left by.</summary>
    public IReadOnlySet<(string Node, string Port)> Ports => _ports;

    /// <summary>Gets the nodes that no run entered, in the canvas's order.</summary>
    public ImmutableArray<string> MissingNodes { get; }

    /// <summary>Gets the edges that no run went along, in the canvas's order.</summary>
    public ImmutableArray<CanvasEdge> MissingEdges { get; }

    /// <summary>Gets the share of the edges that a run went along, from 0 to 1; 1 for a canvas without edges.</summary>
    public double Edges => Canvas.Edges.IsEmpty ? 1 : 1 - ((double)MissingEdges.Length / Canvas.Edges.Length);

    /// <summary>Puts results of one canvas together.</summary>
    /// <param name="results">The results, at least one.</param>
    /// <returns>What they went through.</returns>
    /// <exception cref="ArgumentException">There is none, or they are of canvases that mean something different.</exception>
    public static CanvasCoverage Of(params IReadOnlyCollection<CanvasTestResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Count == 0)
        {
            throw new ArgumentException("Coverage needs at least one result.", nameof(results));
        }

        var canvas = results.First().Canvas;
        return results.Any(result => result.Canvas.ContentHash != canvas.ContentHash)
            ? throw new ArgumentException("The results are of different canvases.", nameof(results))
            : new CanvasCoverage(canvas, results);
    }

    /// <summary>Asks that every node was entered and every edge gone along.</summary>
    /// <returns>This coverage.</returns>
    /// <exception cref="CanvasTestException">Something is missing; it is named.</exception>
    public CanvasCoverage ShouldBeComplete() => MissingNodes.IsEmpty && MissingEdges.IsEmpty ? this : throw new CanvasTestException(ToString());

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = $"{Canvas.Nodes.Length - MissingNodes.Length} of {Canvas.Nodes.Length} nodes and {Canvas.Edges.Length - MissingEdges.Length} of {Canvas.Edges.Length} edges.";
        text += MissingNodes.IsEmpty ? string.Empty : $" No run entered {string.Join(", ", MissingNodes)}.";
        return MissingEdges.IsEmpty ? text : $"{text} No run went along {string.Join(", ", MissingEdges.Select(static edge => edge.ToString()))}.";
    }
}
