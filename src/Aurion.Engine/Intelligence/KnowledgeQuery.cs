using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>A conversation that an article is looked for.</summary>
public sealed record KnowledgeQuery
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Gets its fields as an object.</summary>
    public required JsonText Fields { get; init; }
}
