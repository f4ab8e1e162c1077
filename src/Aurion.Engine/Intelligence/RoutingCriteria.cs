namespace Aurion.Engine.Intelligence;

/// <summary>What routing rules look at in a conversation; null where it says nothing, which matches only a rule that asks nothing.</summary>
public sealed record RoutingCriteria
{
    /// <summary>Gets the category.</summary>
    public string? Category { get; init; }

    /// <summary>Gets the priority.</summary>
    public string? Priority { get; init; }

    /// <summary>Gets the type of conversation.</summary>
    public string? ConversationType { get; init; }

    /// <summary>Gets the sentiment.</summary>
    public string? Sentiment { get; init; }
}
