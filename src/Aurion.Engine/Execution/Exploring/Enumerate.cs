using Aurion.Engine.Canvas;
using Aurion.Engine.Conditions;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Answers none of a canvas's questions: stops its tokens there, so that the explorer can take every way in turn.</summary>
/// <remarks>
/// What no data decides (joins, containers, cancel nodes) is left to the machine, which so plays the very game that it plays in runs.
/// A run decides all its questions within a turn, one branch after the other. So once a branch has stopped for one, and where the order
/// matters, the others stop too, wherever they are, and the explorer lets them go on in the order that the run would have.
/// </remarks>
internal struct Enumerate(ExplorationPlan plan) : IChoice
{
    // A turn may enter 10,000 nodes; what passes silently stops before, so that no line is too long to be played.
    private const int MostAtOnce = 4_000;

    private bool _isHeld;

    public readonly Truth Judge(Graph graph, int node, int clause, FieldSource data, DateTimeOffset now) =>
        throw new InvalidOperationException("The explorer stops at every node that asks, and has no data to judge by.");

    public readonly bool IsHalted(Turn turn)
    {
        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            ref var token = ref turn.Token(slot);
            if (token.Node != MachineToken.Ended && token.Wait is Wait.Result && plan.IsSilent(token.Node))
            {
                return true;
            }
        }

        return false;
    }

    public bool TryEnter(Turn turn, int slot, out Step step)
    {
        ref var token = ref turn.Token(slot);
        if (!plan.Stops(token.Node) && !_isHeld && turn.Entered < MostAtOnce)
        {
            step = plan.OutcomesOf(token.Node)[0].Step;
            return true;
        }

        step = Step.WaitFor(new Wait.Result(turn.KeyOf(token), JsonText.EmptyObject));
        _isHeld |= plan.Interference.Matters && plan.IsSilent(token.Node);
        return true;
    }
}
