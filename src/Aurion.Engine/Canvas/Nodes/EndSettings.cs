namespace Aurion.Engine.Canvas.Nodes;

/// <summary>An end node.</summary>
/// <param name="IsFailure">Whether the run has failed when it comes here.</param>
/// <param name="Output">What the run produces; null when nothing.</param>
/// <param name="EndsRun">Whether every other branch ends too.</param>
internal sealed record EndSettings(bool IsFailure, JsonTemplate? Output, bool EndsRun)
{
    public static EndSettings Read(in ConfigReader config) => new(
        config.Choice("status", "completed", ["completed", "failed"]) == "failed",
        config.TryGet("output", out var output) ? JsonTemplate.From(output) : null,
        config.Choice("ends", "branch", ["branch", "run"]) == "run");
}
