using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>How a claimed message ended.</summary>
public sealed record Delivery
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the message's id.</summary>
    public required string MessageId { get; init; }

    /// <summary>Gets the fence of the claim.</summary>
    public required long Fence { get; init; }

    /// <summary>Gets how it ended.</summary>
    public required DeliveryOutcome Outcome { get; init; }

    /// <summary>Gets when to try again; read only with <see cref="DeliveryOutcome.Later"/>.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Gets why it was not delivered; null when it was.</summary>
    public string? Error { get; init; }

    /// <summary>Gets the messages that follow, stored in the same write.</summary>
    public ImmutableArray<Message> Next { get; init; } = [];
}
