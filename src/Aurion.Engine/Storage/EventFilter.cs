namespace Aurion.Engine.Storage;

/// <summary>Which events to read; a null member asks nothing.</summary>
public sealed record EventFilter
{
    /// <summary>Gets the event's type.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets the earliest time of acceptance, inclusive.</summary>
    public DateTimeOffset? AcceptedFrom { get; init; }

    /// <summary>Gets the end of the time of acceptance, exclusive.</summary>
    public DateTimeOffset? AcceptedBefore { get; init; }

    /// <summary>Says whether an event fits.</summary>
    /// <param name="stored">The event.</param>
    /// <returns>True when every member that is set holds.</returns>
    public bool Fits(StoredEvent stored) =>
        (Type is null || stored.Event.Type == Type)
        && (ConversationId is null || stored.Event.ConversationId == ConversationId)
        && (AcceptedFrom is null || stored.AcceptedAt >= AcceptedFrom)
        && (AcceptedBefore is null || stored.AcceptedAt < AcceptedBefore);
}
