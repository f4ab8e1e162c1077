namespace Aurion.Engine.Runs;

/// <summary>How a scope that did not succeed ends once its steps are undone.</summary>
/// <param name="Way">Why it ends.</param>
/// <param name="Error">What went wrong, in one or two sentences; null when it was cancelled.</param>
internal sealed record ScopeClosing(ScopeEnd Way, string? Error);
