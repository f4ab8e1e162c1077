using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Finds loops that send more and more tokens: a run comes to where it was, with tokens left over (Karp and Miller's criterion for Petri nets).</summary>
/// <remarks>
/// In a Petri net what led there could be repeated as it is; a join that waits for all that can still come may not let it. So the way round
/// is played twice more, without the tokens that were left over, and must leave more over each time.
/// </remarks>
internal sealed class Growth(Explorer explorer, ExplorationPlan plan)
{
    private const int MostPlayed = 1_000;
    private const int MostRounds = 64; // a loop that only shows after more states than these is left to the budget

    private int _played;

    /// <summary>Finds a node at which there are more tokens than there were at an earlier state all of whose tokens are there again.</summary>
    /// <param name="state">A state that a token on a loop led to.</param>
    /// <returns>The node; −1 when tokens do not grow.</returns>
    public int Find(ExploredState state)
    {
        var rounds = 0;
        for (var earlier = state.Move?.From; earlier is not null && _played < MostPlayed && rounds < MostRounds; earlier = earlier.Move?.From)
        {
            rounds++;
            if (earlier.Marking.Tokens.Length < state.Marking.Tokens.Length
                && earlier.Marking.Scopes.Length <= state.Marking.Scopes.Length
                && FindExtra(earlier.Places, state.Places) is var extra and >= 0
                && !IsHalted(earlier.Marking)
                && !IsHalted(state.Marking)
                && IsRepeated(earlier, state))
            {
                return extra;
            }
        }

        return -1;
    }

    /// <summary>Lists where the tokens of a marking are, in order.</summary>
    public static long[] PlacesOf(Marking marking)
    {
        var places = new long[marking.Tokens.Length];
        for (var at = 0; at < places.Length; at++)
        {
            places[at] = PlaceOf(marking.Tokens[at]);
        }

        Array.Sort(places);
        return places;
    }

    private static long PlaceOf(Token token) => (token.Node * 4L) + token.Wait switch { Wait.Siblings => 1, Wait.Inside => 2, _ => 0 };

    // Both are sorted, so one walk tells whether the earlier ones are all among the later ones, and which later one is left over.
    private static int FindExtra(long[] earlier, long[] later)
    {
        var extra = -1;
        var at = 0;
        foreach (var place in later)
        {
            if (at < earlier.Length && earlier[at] == place)
            {
                at++;
            }
            else if (extra < 0)
            {
                extra = (int)(place / 4);
            }
        }

        return at == earlier.Length ? extra : -1;
    }

    private bool IsHalted(Marking marking)
    {
        foreach (var token in marking.Tokens)
        {
            if (token.Wait is Wait.Result && plan.IsSilent(token.Node))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsRepeated(ExploredState earlier, ExploredState state)
    {
        var moves = new Stack<(int Node, int Outcome)>();
        for (var at = state; at != earlier; at = at.Move.From!)
        {
            moves.Push((at.Move!.From!.Marking.Tokens[at.Move.Slot].Node, at.Move.Outcome));
        }

        var now = state;
        for (var round = 0; round < 2; round++)
        {
            var left = LeftOver(earlier.Places, now.Marking);
            var before = now.Places;
            foreach (var (node, outcome) in moves)
            {
                var slot = SlotAt(now.Marking, node, outcome, left);
                if (slot < 0)
                {
                    return false;
                }

                _played++;
                var move = new Move(now, slot, outcome);
                var transition = explorer.Play(move);
                if (transition.Marking.IsFinished)
                {
                    return false;
                }

                now = new ExploredState(-1, transition.Marking, move, 0);
            }

            if (now.Places.Length <= before.Length || FindExtra(before, now.Places) < 0)
            {
                return false;
            }
        }

        return true;
    }

    // The oldest tokens at a place are those of earlier rounds.
    private static HashSet<int> LeftOver(long[] earlier, Marking marking)
    {
        var wanted = earlier.CountBy(static place => place).ToDictionary();
        var left = new HashSet<int>();
        foreach (var token in marking.Tokens.OrderByDescending(static token => token.Id))
        {
            var place = PlaceOf(token);
            if (wanted.GetValueOrDefault(place) is var count and > 0)
            {
                wanted[place] = count - 1;
            }
            else
            {
                left.Add(token.Id);
            }
        }

        return left;
    }

    private static int SlotAt(Marking marking, int node, int outcome, HashSet<int> left)
    {
        for (var slot = marking.Tokens.Length - 1; slot >= 0; slot--)
        {
            var token = marking.Tokens[slot];
            if (token.Node == node && !left.Contains(token.Id) && (outcome < 0 ? token.Wait is Wait.Inside : token.Wait is Wait.Result))
            {
                return slot;
            }
        }

        return -1;
    }
}
