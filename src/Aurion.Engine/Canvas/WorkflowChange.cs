namespace Aurion.Engine.Canvas;

/// <summary>The answer to a change of a workflow.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="State">The workflow after the change, or as it stands when the change was stale; null otherwise.</param>
public sealed record WorkflowChange(WorkflowChangeStatus Status, WorkflowState? State = null);
