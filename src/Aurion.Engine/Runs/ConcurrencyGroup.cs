namespace Aurion.Engine.Runs;

/// <summary>The runs of a workflow that share a key, of which only so many may be at work at once.</summary>
public sealed record ConcurrencyGroup
{
    /// <summary>Gets the id: the workflow and a hash of the key.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the key, placeholders filled in; empty when all runs of the workflow share the limit.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the most runs at once, at least 1.</summary>
    public required int Limit { get; init; }

    /// <summary>Gets what a run does that finds the limit reached.</summary>
    public ConcurrencyConflict OnConflict { get; init; }
}
