using System.Collections.Immutable;

namespace Aurion.Engine.Runs;

/// <summary>What a decision makes of a run.</summary>
/// <param name="Marking">Where the run stands now.</param>
/// <param name="Events">What happened, in order; empty when the input had no effect (late, repeated).</param>
/// <param name="Effects">What the decision newly asks for, in order.</param>
public readonly record struct Transition(Marking Marking, ImmutableArray<RunEvent> Events, ImmutableArray<Effect> Effects)
{
    internal Transition(Marking marking, EventLog log, ImmutableArray<Effect> effects)
        : this(marking, [], effects) => Log = log;

    /// <summary>Gets what happened, in order; empty when the input had no effect (late, repeated). Written out anew for each call.</summary>
    public ImmutableArray<RunEvent> Events
    {
        get => Log.ToEvents();
        init => Log = new EventLog(value);
    }

    /// <summary>Gets what happened, as it is kept.</summary>
    internal EventLog Log { get; init; } = new(Events);
}
