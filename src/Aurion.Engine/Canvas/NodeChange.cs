using System.Collections.Immutable;

namespace Aurion.Engine.Canvas;

/// <summary>One node that differs between two versions.</summary>
public sealed record NodeChange
{
    /// <summary>Gets what became of it. A node that was renamed or moved and changed besides is <see cref="ChangeKind.Changed"/>.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>Gets its id: in the later version, or in the earlier one when it was removed.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the id that it had; null unless it has another one now.</summary>
    public string? PreviousId { get; init; }

    /// <summary>Gets the node in the earlier version; null when it was added.</summary>
    public CanvasNode? Before { get; init; }

    /// <summary>Gets the node in the later version; null when it was removed.</summary>
    public CanvasNode? After { get; init; }

    /// <summary>Gets the values that differ, by their way inside the node; empty unless it changed.</summary>
    public ImmutableArray<ValueChange> Values { get; init; } = [];

    /// <summary>Gets its zero-based place among the triggers of the later version; null unless it is a trigger that came to that place. The first trigger that matches fires.</summary>
    public int? TriggerPlace { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {NodeId}{(PreviousId is null ? string.Empty : $" (was {PreviousId})")}{(Values.IsEmpty ? string.Empty : $": {string.Join("; ", Values)}")}";
}
