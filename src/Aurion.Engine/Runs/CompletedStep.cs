using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>A completed visit to a step that a handler can undo.</summary>
/// <param name="Order">Its place among all that the run completed: later ones have higher numbers.</param>
/// <param name="Node">The step, by its position in the canvas.</param>
/// <param name="Visit">The visit.</param>
/// <param name="Branch">The port that it left by; null when there was none.</param>
/// <param name="Output">What it produced; null when nothing.</param>
internal sealed record CompletedStep(int Order, int Node, int Visit, string? Branch, JsonText? Output);
