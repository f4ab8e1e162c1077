namespace Aurion.Engine.Conditions;

/// <summary>What a condition comes to: Kleene's three values, ordered so that <c>all</c> is the least and <c>any</c> the greatest.</summary>
public enum Truth
{
    /// <summary>It does not hold.</summary>
    False,

    /// <summary>It could not be judged, because of an error. It matches nothing, and nor does its negation.</summary>
    Unknown,

    /// <summary>It holds. Only this matches.</summary>
    True,
}
