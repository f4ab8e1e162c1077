using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>A conversation to classify.</summary>
public sealed record ClassificationRequest
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Gets its fields as an object: as the host has them, or the event's payload where the host does not know it.</summary>
    public required JsonText Fields { get; init; }

    /// <summary>Gets the payload of the event that led to it: the reply, for one; an empty object when none did.</summary>
    public JsonText Payload { get; init; } = JsonText.EmptyObject;
}
