namespace Aurion.Engine.Execution.Exploring;

/// <summary>Something that happens in a state.</summary>
/// <param name="From">The state; null for the start of a run.</param>
/// <param name="Slot">The token, by its position in the marking; the trigger for the start.</param>
/// <param name="Outcome">Which of the node's outcomes; −1 when the time of a container is up.</param>
internal sealed record Move(ExploredState? From, int Slot, int Outcome);
