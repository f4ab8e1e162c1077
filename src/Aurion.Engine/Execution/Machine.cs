using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>The only code that moves tokens: from a marking and an input to the next marking, what happened, and what to do.</summary>
/// <remarks>Pure: the same arguments give the same answer. Safe for concurrent use.</remarks>
internal static class Machine
{
    /// <summary>Takes an input and runs on until every token waits.</summary>
    /// <param name="graph">The graph of the run's version.</param>
    /// <param name="marking">Where the run stands; <see cref="Marking.Empty"/> before <see cref="RunInput.Started"/>.</param>
    /// <param name="input">What has happened. Late and repeated inputs have no effect.</param>
    public static Transition Decide(Graph graph, Marking marking, RunInput input) => throw new NotImplementedException();

    /// <summary>Lists the effects that the marking waits for: what a new owner performs again after a crash, with the same keys and attempts.</summary>
    /// <remarks>Approval requests are not among them: they are opened and closed in the commit of their decision.</remarks>
    public static ImmutableArray<Effect> PendingEffects(Graph graph, Marking marking) => throw new NotImplementedException();
}
