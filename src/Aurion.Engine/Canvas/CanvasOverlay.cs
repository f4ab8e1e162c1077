using System.Collections.Immutable;

namespace Aurion.Engine.Canvas;

/// <summary>What of a run a picture of its canvas shows. <c>RunOverlay.Of</c> makes one from a run's steps or a dry run.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record CanvasOverlay
{
    /// <summary>Gets what became of the nodes, by id; one without an entry was not reached.</summary>
    public ImmutableDictionary<string, CanvasMark> Nodes { get; init; } = ImmutableDictionary.Create<string, CanvasMark>(StringComparer.Ordinal);

    /// <summary>Gets the ports that were left by.</summary>
    public ImmutableHashSet<(string NodeId, string Port)> Ports { get; init; } = [];

    /// <summary>Gets the whole in a few words, such as "run_7: waiting"; null when there is nothing to say.</summary>
    public string? Summary { get; init; }

    internal CanvasMarkState StateOf(string node) => Nodes.TryGetValue(node, out var mark) ? mark.State : CanvasMarkState.Skipped;
}
