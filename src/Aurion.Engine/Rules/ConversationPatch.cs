using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>The field changes of one pass or one step, applied by the host as one.</summary>
public sealed record ConversationPatch
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Gets the key of the patch: the host applies it once, however often it comes.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the version that the decision was made on; null applies the patch to whatever is there.</summary>
    public string? ExpectedVersion { get; init; }

    /// <summary>Gets the changes, one per field, in the order they were decided.</summary>
    public ImmutableArray<FieldChange> Changes { get; init; } = [];

    /// <summary>Gets who makes the change. The default, <c>automation</c>, tells the host to leave <c>updated_at</c> and to fire no event.</summary>
    public string Origin { get; init; } = "automation";
}
