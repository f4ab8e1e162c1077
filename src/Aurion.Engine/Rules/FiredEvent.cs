using System.Collections.Immutable;

namespace Aurion.Engine.Rules;

/// <summary>What became of an event: one entry for each rule that looked at it, in order.</summary>
public sealed record FiredEvent
{
    /// <summary>Gets the event's id, the host's own or the engine's.</summary>
    public required string EventId { get; init; }

    /// <summary>Gets the event's type.</summary>
    public required string EventType { get; init; }

    /// <summary>Gets the conversation; null when the event had none.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets the rules that looked at it, down to the one that stopped the processing.</summary>
    public ImmutableArray<RuleExecution> Executed { get; init; } = [];
}
