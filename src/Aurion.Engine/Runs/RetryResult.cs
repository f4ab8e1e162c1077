namespace Aurion.Engine.Runs;

/// <summary>The answer to a wish to take a failed run up again.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Run">The run as it stands now; null when it is unknown.</param>
public sealed record RetryResult(RetryStatus Status, RunHead? Run = null);
