using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>One decision of AI automation, as the store keeps it: opaque but for what it is found by.</summary>
public sealed record StoredDecision
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the id, unique within the tenant: <c>aud_…</c>; ids sort by the time they were made.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Gets what it is about.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>Gets when it was decided. A row that takes note of something later, an override for one, keeps the time of the decision that it is about.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Gets when the row was written.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Gets a value indicating whether it is the one that stands for its conversation and kind. The store answers it; it is not read when a row is appended.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Gets the decision, kept byte for byte.</summary>
    public required JsonText Body { get; init; }
}
