namespace Aurion.Engine.Execution.Exploring;

/// <summary>The kinds of faults that playing a canvas can show. Stable for programs.</summary>
internal static class FaultCodes
{
    /// <summary>A join waits for branches that can't come any more.</summary>
    public const string JoinStarved = "join_starved";

    /// <summary>A node that a run comes to once is come to by a second token.</summary>
    public const string DoubledToken = "doubled_token";

    /// <summary>A loop sends more and more tokens.</summary>
    public const string UnboundedTokens = "unbounded_tokens";

    /// <summary>A run would have more branches than are allowed.</summary>
    public const string TooManyBranches = "too_many_branches";

    /// <summary>A loop without way out that never waits.</summary>
    public const string EndlessLoop = "endless_loop";

    /// <summary>A run that can't end any more, but waits on its way.</summary>
    public const string NeverEnds = "never_ends";

    /// <summary>No run comes to a node, though edges lead to it.</summary>
    public const string NeverReached = "never_reached";
}
