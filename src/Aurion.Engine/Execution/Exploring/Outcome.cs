namespace Aurion.Engine.Execution.Exploring;

/// <summary>One of the things that can come of a node.</summary>
/// <param name="Step">What its token does then.</param>
/// <param name="Port">The name of the port that it leaves by; null when it fails, or stays as a container does.</param>
/// <param name="IsFailure">Whether it fails and nothing at the node handles that.</param>
internal sealed record Outcome(Step Step, string? Port, bool IsFailure = false);
