using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>One step of a run as people look at it: a projection of the run's records.</summary>
public sealed record StepRow
{
    /// <summary>Gets the step's key, unique within the run: <c>run_…/node/visit</c>, within containers <c>run_…/each[1]#2/node/visit</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the node's type.</summary>
    public required string NodeType { get; init; }

    /// <summary>Gets the node's name; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Gets where it stands.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>Gets the number of attempts so far, at least 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets the port that it left by; null before, and for a node without ports.</summary>
    public string? Branch { get; init; }

    /// <summary>Gets what it was given; null when nothing.</summary>
    public JsonText? Input { get; init; }

    /// <summary>Gets what it produced; null when nothing.</summary>
    public JsonText? Output { get; init; }

    /// <summary>Gets why it failed; null unless it did.</summary>
    public string? Error { get; init; }

    /// <summary>Gets when it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets when it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
