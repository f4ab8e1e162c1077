using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>What a reply is written for, and from.</summary>
public sealed record DraftRequest
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Gets its fields as an object.</summary>
    public required JsonText Fields { get; init; }

    /// <summary>Gets the article.</summary>
    public required KnowledgeMatch Article { get; init; }
}
