using System.Collections.Immutable;
using Aurion.Engine.Canvas.Nodes;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Asks its cases in order and leaves by the first that holds, or by all that do; by <c>default</c> when none does.</summary>
internal static class SwitchNode
{
    public static Step Enter<TChoice>(Turn turn, int slot, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var node = turn.Token(slot).Node;
        var settings = (SwitchSettings)turn.Graph.Settings[node];
        ImmutableArray<int>.Builder? taken = null;
        for (var clause = 0; clause < settings.Cases.Length; clause++)
        {
            if (!ConditionNode.Holds(turn, node, clause, ref choice))
            {
                continue;
            }

            if (!settings.TakesAll)
            {
                return Step.Leave(clause);
            }

            (taken ??= ImmutableArray.CreateBuilder<int>()).Add(clause);
        }

        return taken is null ? Step.Leave(settings.Cases.Length) : Step.LeaveBy(taken.DrainToImmutable());
    }
}
