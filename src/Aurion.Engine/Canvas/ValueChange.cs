using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>One value that differs between two versions.</summary>
/// <param name="Path">The way to it: inside a node <c>name</c>, <c>type</c>, <c>parent_id</c> or <c>config.approvers[1]</c>, inside a trigger <c>event_types</c>.</param>
/// <param name="Before">The value in the earlier version; null when it had none. A container that has a new id has it here too.</param>
/// <param name="After">The value in the later version; null when it has none.</param>
public sealed record ValueChange(FaultPath Path, JsonText? Before, JsonText? After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Before?.ToString() ?? "nothing"} → {After?.ToString() ?? "nothing"}";
}
