namespace Aurion.Engine.Runs;

/// <summary>The answer to a wish to cancel a run.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Run">The run as it stands now; null when it is unknown.</param>
public sealed record CancelResult(CancelStatus Status, RunHead? Run = null);
