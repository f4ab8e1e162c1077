using System.Collections.Immutable;

namespace Aurion.Engine.Canvas;

/// <summary>How two versions of a workflow differ, by meaning: layout apart.</summary>
/// <remarks>Immutable and safe for concurrent use. Whoever does to the earlier version what is listed gets one that means the same as the later.</remarks>
public sealed record WorkflowDiff
{
    /// <summary>Gets the number of the earlier version; null is the draft, or a canvas that belongs to none.</summary>
    public int? From { get; init; }

    /// <summary>Gets the number of the later version; null is the draft, or a canvas that belongs to none.</summary>
    public int? To { get; init; }

    /// <summary>Gets the nodes that differ: removed ones in the order of the earlier version, then the others in that of the later.</summary>
    public ImmutableArray<NodeChange> Nodes { get; init; } = [];

    /// <summary>Gets the edges that differ, in the same order. An edge that differs by the new id of a renamed node alone is not among them.</summary>
    public ImmutableArray<EdgeChange> Edges { get; init; } = [];

    /// <summary>Gets what differs in when it starts.</summary>
    public ImmutableArray<ValueChange> Trigger { get; init; } = [];

    /// <summary>Gets the nodes, by their id in the later version, whose place, size or other members without meaning differ.</summary>
    public ImmutableArray<string> LayoutNodes { get; init; } = [];

    /// <summary>Gets a value indicating whether anything without meaning differs: of nodes, of edges or of the canvas, such as its viewport.</summary>
    public bool LayoutChanged { get; init; }

    /// <summary>Gets a value indicating whether both mean the same; their layout may differ.</summary>
    public bool IsEmpty => Nodes.IsEmpty && Edges.IsEmpty && Trigger.IsEmpty;

    /// <summary>Compares two canvases with when they start.</summary>
    /// <param name="from">The earlier canvas.</param>
    /// <param name="fromTrigger">When it starts.</param>
    /// <param name="to">The later canvas.</param>
    /// <param name="toTrigger">When it starts.</param>
    /// <returns>The differences.</returns>
    public static WorkflowDiff Between(CanvasDefinition from, TriggerConfig fromTrigger, CanvasDefinition to, TriggerConfig toTrigger)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(fromTrigger);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(toTrigger);
        return new CanvasComparison(from, to).Compare() with { Trigger = ValueComparison.Compare(fromTrigger.Text.Element, toTrigger.Text.Element) };
    }
}
