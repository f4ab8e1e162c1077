using System.Collections.Immutable;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <summary>What a run lives in: it performs the effects that decisions ask for, and brings the inputs that decisions are made on.</summary>
internal interface IWorld
{
    /// <summary>Brings the next input.</summary>
    /// <param name="marking">Where the run stands.</param>
    /// <param name="asked">What the latest decision asked for; at the beginning, everything that the marking waits for.</param>
    /// <param name="cancellationToken">Signalled when driving must stop.</param>
    /// <returns>The input; null when there is nothing to decide now.</returns>
    ValueTask<RunInput?> NextAsync(Marking marking, ImmutableArray<Effect> asked, CancellationToken cancellationToken);

    /// <summary>Makes a decision stand.</summary>
    /// <param name="input">What was decided on.</param>
    /// <param name="transition">What was decided.</param>
    /// <param name="cancellationToken">Signalled when driving must stop.</param>
    /// <returns>False when the run is somebody else's now: the decision does not stand.</returns>
    ValueTask<bool> CommitAsync(RunInput input, Transition transition, CancellationToken cancellationToken);
}
