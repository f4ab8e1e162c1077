using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Answers none of a canvas's questions: stops its tokens there, so that the explorer can take every way in turn.</summary>
/// <remarks>What no data decides (joins, containers, cancel nodes) is left to the machine, which so plays the very game that it plays in runs.</remarks>
internal readonly struct Enumerate(ExplorationPlan plan) : IChoice
{
    // A turn may enter 10,000 nodes; what passes silently stops before, so that no line is too long to be played.
    private const int MostAtOnce = 4_000;

    public Truth Judge(Graph graph, int node, int clause, FieldSource data, DateTimeOffset now) =>
        throw new InvalidOperationException("The explorer stops at every node that asks, and has no data to judge by.");

    public bool TryEnter(Turn turn, int slot, out Step step)
    {
        ref var token = ref turn.Token(slot);
        var node = token.Node;
        step = default;
        if (turn.Graph.Settings[node] is EndSettings end)
        {
            step = Step.End(end.EndsRun, output: null, end.IsFailure ? ExplorationPlan.FailingEnd : null);
            return true;
        }

        var outcomes = plan.OutcomesOf(node);
        if (outcomes.IsEmpty)
        {
            return false;
        }

        step = plan.Stops(node) || turn.Entered >= MostAtOnce
            ? Step.WaitFor(new Wait.Result(turn.KeyOf(token), JsonText.EmptyObject))
            : outcomes[0].Step;
        return true;
    }
}
