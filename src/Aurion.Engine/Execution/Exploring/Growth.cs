using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Finds loops that send more and more tokens: a run comes to where it was, with tokens left over (Karp and Miller's criterion for Petri nets).</summary>
/// <remarks>Asked only of states that a token on a loop led to: after a split there are more tokens too.</remarks>
internal static class Growth
{
    /// <summary>Finds a node at which there are more tokens than there were at an earlier state all of whose tokens are there again.</summary>
    /// <returns>The node; −1 when the state is not an earlier one with more.</returns>
    public static int Find(ExploredState state)
    {
        for (var earlier = state.Move?.From; earlier is not null; earlier = earlier.Move?.From)
        {
            if (earlier.Marking.Tokens.Length < state.Marking.Tokens.Length
                && earlier.Marking.Scopes.Length <= state.Marking.Scopes.Length
                && FindExtra(earlier.Places, state.Places) is var extra and >= 0)
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
            var token = marking.Tokens[at];
            var rests = token.Wait switch { Wait.Siblings => 1, Wait.Inside => 2, _ => 0 };
            places[at] = (token.Node * 4L) + rests;
        }

        Array.Sort(places);
        return places;
    }

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
}
