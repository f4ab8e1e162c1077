using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>What a tenant's rules would do about an event, and why.</summary>
/// <remarks>Immutable.</remarks>
public sealed record EventExplanation
{
    /// <summary>Gets the event's type.</summary>
    public required string EventType { get; init; }

    /// <summary>Gets the conversation; null when the event has none.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets all rules in the order of evaluation: those too that are disabled, stopped, or wait for something else.</summary>
    public ImmutableArray<RuleExplanation> Rules { get; init; } = [];

    /// <summary>Gets the field changes of the whole pass, one for each field.</summary>
    public ImmutableArray<FieldChange> Changes { get; init; } = [];

    /// <summary>Gets one sentence for each placeholder that names nothing.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
