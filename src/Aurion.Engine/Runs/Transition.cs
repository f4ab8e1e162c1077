using System.Collections.Immutable;

namespace Aurion.Engine.Runs;

/// <summary>What a decision makes of a run.</summary>
/// <param name="Marking">Where the run stands now.</param>
/// <param name="Events">What happened, in order; empty when the input had no effect (late, repeated).</param>
/// <param name="Effects">What the decision newly asks for, in order.</param>
public readonly record struct Transition(Marking Marking, ImmutableArray<RunEvent> Events, ImmutableArray<Effect> Effects);
