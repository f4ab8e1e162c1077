namespace Aurion.Engine.Storage;

/// <summary>How often a workflow has run.</summary>
/// <param name="Count">The number of runs ever started.</param>
/// <param name="LastAt">When the latest began.</param>
public readonly record struct WorkflowCounter(long Count, DateTimeOffset LastAt);
