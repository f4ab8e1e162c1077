namespace Aurion.Engine.Runs;

/// <summary>The answer to a wish to pause a run or to let it go on.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Run">The run as it stands now; null when it is unknown.</param>
public sealed record PauseResult(PauseStatus Status, RunHead? Run = null);
