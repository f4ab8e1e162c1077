using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>A conversation (ticket) of the host, as rules and runs see it.</summary>
public sealed record Conversation
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the host's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the fields as an object.</summary>
    public required JsonText Fields { get; init; }

    /// <summary>Gets the host's version of the conversation: it changes with every change of a field.</summary>
    public required string Version { get; init; }
}
