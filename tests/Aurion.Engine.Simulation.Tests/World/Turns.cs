namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Everything that would happen side by side waits here for its turn, which the seed gives: calls of stores and their answers, handlers, clients.</summary>
/// <remarks>
/// One thread does all the work, so that a turn is over when that thread has nothing else to do (<see cref="QuietAsync"/>): the order of
/// turns is the only order there is.
/// </remarks>
internal sealed class Turns
{
    private static readonly Task<bool> Never = new TaskCompletionSource<bool>().Task;
    private readonly List<Turn> _waiting = [];

    public int Count => _waiting.Count;

    /// <summary>Waits for a turn.</summary>
    /// <param name="node">Who waits; null when it is nobody who can die.</param>
    /// <param name="what">What it is about.</param>
    /// <param name="kind">What kind of thing waits.</param>
    /// <returns>True when the message is lost. Never ends for a node that is dead.</returns>
    public Task<bool> WaitAsync(SimulatedNode? node, string what, TurnKind kind)
    {
        if (node is { IsDead: true })
        {
            return Never;
        }

        var turn = new Turn(node, what, kind, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting.Add(turn);
        return turn.Given.Task;
    }

    /// <summary>Takes the turn at a place; the rest keep their order.</summary>
    public Turn Take(int at)
    {
        var turn = _waiting[at];
        _waiting.RemoveAt(at);
        return turn;
    }

    /// <summary>Drops what a node waits for: it is gone, whatever it was at.</summary>
    public int Drop(SimulatedNode node) => _waiting.RemoveAll(turn => turn.Node == node);

    /// <summary>Waits until the thread that does all the work has nothing else to do.</summary>
    public static async Task QuietAsync()
    {
        do
        {
            await Task.Yield(); // to the end of the queue
        }
        while (ThreadPool.PendingWorkItemCount > 0);
    }
}
