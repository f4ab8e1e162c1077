using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Leaves out of the way to a fault what the fault does not need: where branches can't disturb each other the explorer plays them in an order of its own, not the shortest to each fault.</summary>
/// <remarks>The moves are played again with some of them left out, larger parts first (delta debugging, after Zeller); what still shows the fault is kept.</remarks>
internal sealed class ShortestWays(Graph graph, Explorer explorer, ExplorationPlan plan)
{
    // For all faults of a canvas; a way that is long after that is still a way.
    private const int MostPlayed = 2_000;

    private int _played;

    /// <summary>Shortens the way to a fault that a single event shows.</summary>
    public ExploredFault Shorten(ExploredFault fault)
    {
        var first = fault.Move;
        var moves = new List<(string Key, int Outcome)>();
        for (; first.From is { } from; first = from.Move!)
        {
            moves.Insert(0, (from.Marking.Tokens[first.Slot].Wait!.Key, first.Outcome));
        }

        for (var size = moves.Count; size >= 1; size /= 2)
        {
            for (var at = moves.Count - size; at >= 0; at -= size)
            {
                var fewer = moves[..at];
                fewer.AddRange(moves[(at + size)..]);
                if (Play(fault, first, fewer) is { } shorter)
                {
                    fault = shorter;
                    moves = fewer;
                    at = Math.Min(at, moves.Count);
                }

                if (_played > MostPlayed)
                {
                    return fault;
                }
            }
        }

        return fault;
    }

    /// <summary>Finds the event that shows a fault.</summary>
    /// <returns>The key of the step that shows it within a move; empty when the move's end does; null when nothing does.</returns>
    private string? Find(ExploredFault fault, in Transition transition)
    {
        foreach (var happened in transition.Events)
        {
            switch (happened)
            {
                case RunEvent.NodeEntered entered when entered.NodeId == graph.Nodes[fault.Node].Id
                    && (fault.Code == FaultCodes.EndlessLoop || (fault.Code == FaultCodes.DoubledToken && !entered.Key.EndsWith("/1", StringComparison.Ordinal))):
                    return entered.Key;
                case RunEvent.NodeFailed failed when fault.Code == FaultCodes.JoinStarved
                    && failed.Error.StartsWith(FaultCodes.JoinStarved, StringComparison.Ordinal)
                    && graph.NodeById[NodeKeys.NodeIdOf(failed.Key)] == fault.Node
                    && (!fault.EndsRun || transition.Marking.Status is RunStatus.Failed):
                    return string.Empty;
                default:
                    break;
            }
        }

        return null;
    }

    private ExploredFault? Play(ExploredFault fault, Move first, List<(string Key, int Outcome)> moves)
    {
        var move = first;
        var transition = explorer.Play(move);
        var at = 0;
        while (true)
        {
            _played++;
            if (Find(fault, transition) is { } shown)
            {
                return at == moves.Count ? fault with { Move = move, Until = shown.Length == 0 ? null : shown } : null;
            }

            if (at == moves.Count || transition.Marking.IsFinished)
            {
                return null;
            }

            var state = new ExploredState(-1, transition.Marking, move, 0);
            var (key, outcome) = moves[at++];
            var slot = SlotOf(transition.Marking, key, outcome);
            if (slot < 0)
            {
                return null;
            }

            move = new Move(state, slot, outcome);
            transition = explorer.Play(move);
        }
    }

    // The next may only be what a run could do next: what is decided within a turn goes first.
    private int SlotOf(Marking marking, string key, int outcome)
    {
        var found = -1;
        for (var slot = 0; slot < marking.Tokens.Length; slot++)
        {
            var token = marking.Tokens[slot];
            if (token.Wait is Wait.Result && plan.IsSilent(token.Node))
            {
                return token.Wait.Key == key && outcome >= 0 ? slot : -1;
            }

            if (found < 0 && token.Wait?.Key == key && (outcome < 0 ? explorer.MayTimeOut(marking, slot) : token.Wait is Wait.Result))
            {
                found = slot;
            }
        }

        return found;
    }
}
