namespace Aurion.Engine.Intelligence;

/// <summary>A decision with what the log says about it.</summary>
/// <typeparam name="TDecision">The kind of decision.</typeparam>
public sealed record DecisionEntry<TDecision>
    where TDecision : class
{
    /// <summary>Gets the id: <c>aud_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Gets when it was decided; an entry that takes note of something later keeps that time.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Gets when the entry was written.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Gets a value indicating whether it is the one that stands.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>Gets the decision.</summary>
    public required TDecision Decision { get; init; }
}
