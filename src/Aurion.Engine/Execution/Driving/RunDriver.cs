using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The one loop in which a run moves, whatever world it lives in.</summary>
internal static class RunDriver
{
    /// <summary>Decides on every input that the world brings, until it brings no more or a decision does not stand.</summary>
    /// <returns>Where the run stands now.</returns>
    public static async ValueTask<Marking> DriveAsync(
        IWorld world, Graph graph, Marking marking, ImmutableArray<Effect> asked, CancellationToken cancellationToken)
    {
        while (await world.NextAsync(marking, asked, cancellationToken).ConfigureAwait(false) is { } input)
        {
            var transition = Machine.Decide(graph, marking, input);
            if (!await world.CommitAsync(input, transition, cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            (marking, asked) = (transition.Marking, transition.Effects);
        }

        return marking;
    }
}
