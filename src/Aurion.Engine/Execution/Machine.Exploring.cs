using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>How the explorer of canvases plays on: by what it says that a waiting token does, for want of data.</summary>
internal static partial class Machine
{
    /// <summary>Lets a waiting token do something and runs on until every token waits.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="marking">Where the run stands.</param>
    /// <param name="slot">The token, by its position in the marking.</param>
    /// <param name="step">What it does.</param>
    /// <param name="choice">Stops tokens where the canvas asks something.</param>
    public static Transition Play<TChoice>(Graph graph, Marking marking, int slot, Step step, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var turn = Turn.Take(graph, marking, marking.Now);
        turn.Scope = marking.Tokens[slot].Scope;
        LookAnew(turn, marking);
        Resume(turn, slot, step, ref choice);
        var transition = turn.ToTransition();
        turn.Close();
        return transition;
    }

    /// <summary>Lets the time of the container be up that a token waits at, and runs on until every token waits.</summary>
    public static Transition PlayTimeout<TChoice>(Graph graph, Marking marking, int slot, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var turn = Turn.Take(graph, marking, marking.Now);
        LookAnew(turn, marking);
        var firstNew = turn.TokenCount;
        MachineScopes.TimeOut(turn, ((Wait.Inside)turn.Token(slot).Wait!).Scope);
        RunOn(turn, slot, firstNew, ref choice);
        Settle(turn, ref choice);
        var transition = turn.ToTransition();
        turn.Close();
        return transition;
    }

    // What a halted turn has not looked at yet, the next one must.
    private static void LookAnew(Turn turn, Marking marking)
    {
        turn.MayStarve = true;
        foreach (var scope in marking.Scopes)
        {
            turn.Scopes.Touch(scope.Id);
        }
    }
}
