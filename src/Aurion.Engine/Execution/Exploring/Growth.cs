using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Finds loops that send more and more tokens: a run comes to where it was, with tokens left over (Karp and Miller's criterion for Petri nets).</summary>
internal static class Growth
{
    /// <summary>Finds a node at which one more token is than on the way to the state before.</summary>
    /// <returns>The node; −1 when the state is not an earlier one with more.</returns>
    public static int Find(ExplorationPlan plan, ExploredState state)
    {
        var now = Count(state.Marking);
        for (var earlier = state.Move?.From; earlier is not null; earlier = earlier.Move?.From)
        {
            var tokens = earlier.Marking.Tokens;
            if (tokens.Length >= state.Marking.Tokens.Length || earlier.Marking.Scopes.Length > state.Marking.Scopes.Length)
            {
                continue;
            }

            var before = Count(earlier.Marking);
            var extra = -1;
            var isMore = true;
            foreach (var (at, count) in before)
            {
                isMore &= now.TryGetValue(at, out var there) && there >= count;
            }

            if (!isMore)
            {
                continue;
            }

            foreach (var (at, count) in now)
            {
                if (!before.TryGetValue(at, out var there) || there < count)
                {
                    extra = at.Node;
                }
            }

            if (extra >= 0 && IsLoop(plan, state, earlier))
            {
                return extra;
            }
        }

        return -1;
    }

    private static Dictionary<(int Node, int Scope, Type? Wait), int> Count(Marking marking)
    {
        var counts = new Dictionary<(int Node, int Scope, Type? Wait), int>();
        foreach (var token in marking.Tokens)
        {
            var at = (token.Node, token.Scope, token.Wait?.GetType());
            counts[at] = counts.GetValueOrDefault(at) + 1;
        }

        return counts;
    }

    // Tokens are also more after a split; it is a loop when the way between leads a token round.
    private static bool IsLoop(ExplorationPlan plan, ExploredState state, ExploredState earlier)
    {
        for (var at = state; at != earlier && at.Move is { From: { } from } move; at = from)
        {
            if (plan.IsInCycle(from.Marking.Tokens[move.Slot].Node))
            {
                return true;
            }
        }

        return false;
    }
}
