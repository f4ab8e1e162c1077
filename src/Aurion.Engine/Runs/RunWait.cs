namespace Aurion.Engine.Runs;

/// <summary>One place at which a run stands, in plain words.</summary>
public sealed record RunWait
{
    /// <summary>Gets the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the key of the step; null when its node has not been entered.</summary>
    public string? StepId { get; init; }

    /// <summary>Gets when the clock acts on it; null when it never does.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets what it waits for, as a sentence.</summary>
    public required string Text { get; init; }
}
