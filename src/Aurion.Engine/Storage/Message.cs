using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Work for later, delivered at least once: what a commit says to another record or to the host.</summary>
public sealed record Message
{
    /// <summary>Gets the id, made from the cause: a known id is not stored again.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets what is to be done, for example <c>workflow.start</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the details, by kind.</summary>
    public required JsonText Body { get; init; }

    /// <summary>Gets the earliest time of delivery; null is at once.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
