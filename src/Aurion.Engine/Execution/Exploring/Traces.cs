using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Writes down the way to a state or a fault: its moves are played once more.</summary>
internal sealed class Traces(Graph graph, Explorer explorer, ExplorationPlan plan)
{
    private readonly ShortestWays _shortest = new(graph, explorer, plan);

    /// <summary>Writes the way to a fault; its node is the last.</summary>
    public ImmutableArray<CanvasStep> To(ExploredFault fault)
    {
        if (fault.Code is FaultCodes.DoubledToken or FaultCodes.JoinStarved or FaultCodes.EndlessLoop)
        {
            fault = _shortest.Shorten(fault);
        }

        var steps = Before(fault.Move.From);
        Add(steps, fault.Move, fault.Until);
        if (fault.Code is FaultCodes.UnboundedTokens && explorer.Play(fault.Move).Events.OfType<RunEvent.NodeEntered>().LastOrDefault() is { } back)
        {
            steps.Add(new CanvasStep(back.NodeId));
            return steps.DrainToImmutable();
        }

        var node = graph.Nodes[fault.Node].Id;
        if (steps.Count == 0 || steps[^1].NodeId != node || fault.Until is not null)
        {
            steps.Add(new CanvasStep(node));
        }

        return steps.DrainToImmutable();
    }

    /// <summary>Writes the way to a state.</summary>
    public ImmutableArray<CanvasStep> To(ExploredState state, int node)
    {
        var steps = Before(state);
        steps.Add(new CanvasStep(graph.Nodes[node].Id));
        return steps.DrainToImmutable();
    }

    private ImmutableArray<CanvasStep>.Builder Before(ExploredState? state)
    {
        var moves = new Stack<Move>();
        for (var at = state; at?.Move is { } move; at = move.From)
        {
            moves.Push(move);
        }

        var steps = ImmutableArray.CreateBuilder<CanvasStep>();
        foreach (var move in moves)
        {
            Add(steps, move, until: null);
        }

        return steps;
    }

    private void Add(ImmutableArray<CanvasStep>.Builder steps, Move move, string? until)
    {
        foreach (var happened in explorer.Play(move).Events)
        {
            switch (happened)
            {
                case RunEvent.NodeEntered entered when entered.Key == until:
                    return;
                case RunEvent.NodeLeft left:
                    var id = NodeKeys.NodeIdOf(left.Key);
                    steps.Add(new CanvasStep(id, HasChoice(graph.NodeById[id]) ? left.Port : null));
                    break;
                case RunEvent.NodeFailed failed when !failed.Error.StartsWith(FaultCodes.JoinStarved, StringComparison.Ordinal):
                    steps.Add(new CanvasStep(NodeKeys.NodeIdOf(failed.Key), "fails"));
                    break;
                default:
                    break;
            }
        }
    }

    private bool HasChoice(int node) => plan.OutcomesOf(node).Length > 1 || graph.Containers.Entries(node).Length > 0;
}
