using System.Collections.Immutable;

namespace Aurion.Engine.Runs;

/// <summary>One decision of a run: the input and what it caused.</summary>
public sealed record RunRecord
{
    /// <summary>Gets the position in the run's history, the first being 1, without gaps.</summary>
    public required long Step { get; init; }

    /// <summary>Gets what the decision was made on.</summary>
    public required RunInput Input { get; init; }

    /// <summary>Gets what it did, in order.</summary>
    public ImmutableArray<RunEvent> Events { get; init; } = [];
}
