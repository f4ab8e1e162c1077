namespace Aurion.Engine.Execution.Exploring;

/// <summary>A fault, and the move that shows it.</summary>
/// <param name="Code">The kind of fault.</param>
/// <param name="Node">Where it shows.</param>
/// <param name="Move">The move that it shows with.</param>
/// <param name="Length">The number of nodes that were left on the way.</param>
/// <param name="Until">The key of the step that shows it, when the move goes on beyond; null when it is the move's end.</param>
/// <param name="Error">What the machine said; null when nothing.</param>
/// <param name="EndsRun">Whether the run fails by it.</param>
internal sealed record ExploredFault(string Code, int Node, Move Move, int Length, string? Until, string? Error, bool EndsRun);
