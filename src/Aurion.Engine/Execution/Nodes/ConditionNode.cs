using Aurion.Engine.Conditions;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Asks one question and leaves by <c>true</c> or <c>false</c>. What can't be judged is not true.</summary>
internal static class ConditionNode
{
    private const int TruePort = 0;
    private const int FalsePort = 1;

    public static Step Enter<TChoice>(Turn turn, int slot, ref TChoice choice)
        where TChoice : struct, IChoice =>
        Step.Leave(Holds(turn, turn.Token(slot).Node, 0, ref choice) ? TruePort : FalsePort);

    /// <summary>Judges a clause; one that can't be judged does not hold, and says why in a warning.</summary>
    public static bool Holds<TChoice>(Turn turn, int node, int clause, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var verdict = choice.Judge(turn.Graph, node, clause, turn, turn.Now);
        if (verdict is Truth.Unknown
            && Evaluate.ClauseOf(turn.Graph, node, clause).FindError(new ConditionContext(turn, turn.Now, turn.Graph.Zone)) is { } fault)
        {
            turn.WarningsToFill.Add(fault.ToString());
        }

        return verdict is Truth.True;
    }
}
