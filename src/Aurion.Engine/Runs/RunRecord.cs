using System.Collections.Immutable;

namespace Aurion.Engine.Runs;

/// <summary>One decision of a run: the input and what it caused.</summary>
public sealed record RunRecord
{
    /// <summary>Gets the position in the run's history, the first being 1, without gaps.</summary>
    public required long Step { get; init; }

    /// <summary>Gets what the decision was made on.</summary>
    public required RunInput Input { get; init; }

    /// <summary>Gets what it did, in order. Written out anew for each call: read it once.</summary>
    public ImmutableArray<RunEvent> Events
    {
        get => Log.ToEvents();
        init => Log = new EventLog(value);
    }

    /// <summary>Gets what it did, as it is kept.</summary>
    internal EventLog Log { get; init; }
}
