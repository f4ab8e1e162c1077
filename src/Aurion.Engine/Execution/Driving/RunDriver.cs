using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The one loop in which a run moves, whatever world it lives in.</summary>
internal static class RunDriver
{
    /// <summary>Decides on every input that the world brings, until it brings no more or a decision does not stand.</summary>
    /// <returns>Where the run stands now.</returns>
    public static ValueTask<Marking> DriveAsync(
        IWorld world, Graph graph, Marking marking, ImmutableArray<Effect> asked, CancellationToken cancellationToken) =>
        DriveAsync(world, graph, marking, asked, default(Evaluate), cancellationToken);

    /// <summary>Drives a run whose canvas's questions are answered in a way of its own.</summary>
    public static async ValueTask<Marking> DriveAsync<TChoice>(
        IWorld world, Graph graph, Marking marking, ImmutableArray<Effect> asked, TChoice choice, CancellationToken cancellationToken)
        where TChoice : struct, IChoice
    {
        while (await world.NextAsync(marking, asked, cancellationToken).ConfigureAwait(false) is { } input)
        {
            var transition = Machine.Decide(graph, marking, input, ref choice);
            if (!await world.CommitAsync(input, transition, cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            (marking, asked) = (transition.Marking, transition.Effects);
        }

        return marking;
    }
}
