using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>What a cancel node does. Only <see cref="MachineMoves"/> calls it.</summary>
internal static class MachineCancel
{
    /// <summary>Ends what goes on at the nodes that a cancel node names, as seen from its own scope instance, and lets its token leave.</summary>
    public static void Apply(Turn turn, int slot, string key)
    {
        var (node, scope) = (turn.Token(slot).Node, turn.Token(slot).Scope);
        var ended = new List<int>();
        var closed = new List<int>();
        foreach (var target in turn.Graph.Containers.CancelledBy(node))
        {
            for (var other = 0; other < turn.TokenCount; other++)
            {
                if (other == slot || turn.Token(other).Node != target || !IsMeant(turn, scope, node, target, turn.Token(other).Scope))
                {
                    continue;
                }

                if (turn.Token(other).Wait is Wait.Inside inside)
                {
                    closed.Add(inside.Scope);
                }
                else
                {
                    ended.Add(turn.Token(other).Id);
                }
            }
        }

        // First it leaves: when its own container ends with it, so does the way that it would go.
        MachineMoves.Leave(turn, slot, key, Step.Leave(0), isFrozen: false);
        foreach (var id in ended)
        {
            MachineMoves.Cancel(turn, turn.FindToken(id));
        }

        foreach (var id in closed)
        {
            // It may have ended with another, or be on its way out already.
            if (turn.Scopes.Find(id) is { IsClosed: false, Closing: null } open)
            {
                MachineUndo.Close(turn, open, ScopeEnd.Cancelled, error: null);
            }
        }
    }

    // Seen from the cancel node, the tokens of its own instance are meant, and those of instances inside; not those of another item.
    private static bool IsMeant(Turn turn, int scope, int node, int target, int other)
    {
        var containers = turn.Graph.Containers;
        var common = containers.ParentOf(target);
        while (common >= 0 && !LiesIn(turn, node, common))
        {
            common = containers.ParentOf(common);
        }

        return common < 0 || turn.Scopes.InstanceAt(scope, common) == turn.Scopes.InstanceAt(other, common);
    }

    private static bool LiesIn(Turn turn, int node, int container)
    {
        var at = turn.Graph.Containers.ParentOf(node);
        while (at >= 0 && at != container)
        {
            at = turn.Graph.Containers.ParentOf(at);
        }

        return at >= 0;
    }
}
