using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>What a dry run assumes about the world.</summary>
public sealed record DryRunOptions
{
    /// <summary>Gets the event's payload; null takes the trigger node's <c>test_data</c>, or an empty object.</summary>
    public JsonText? Payload { get; init; }

    /// <summary>Gets the event's type, which chooses among several triggers; null takes the first trigger.</summary>
    public string? EventType { get; init; }

    /// <summary>Gets the conversation's id, for placeholders; null when there is none.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets the trigger's configuration; null compares nothing.</summary>
    public TriggerConfig? Trigger { get; init; }

    /// <summary>Gets how approvals end, by node. A node without an entry is approved, which the result names under its assumptions.</summary>
    public ImmutableDictionary<string, ApprovalStatus> Decisions { get; init; } = ImmutableDictionary<string, ApprovalStatus>.Empty;

    /// <summary>Gets how long it takes until approvals are decided, by node. A node without an entry is decided at once; one that expires before then ends as it says itself.</summary>
    public ImmutableDictionary<string, TimeSpan> DecisionDelays { get; init; } = ImmutableDictionary<string, TimeSpan>.Empty;

    /// <summary>Gets the payloads of the events that come, by the node that waits; null lets none come, so that the wait's time runs out.</summary>
    /// <value>For a node without an entry an event with an empty payload comes, which the result names under its assumptions.</value>
    public ImmutableDictionary<string, JsonText?> Events { get; init; } = ImmutableDictionary<string, JsonText?>.Empty;

    /// <summary>Gets how long it takes until events come, by the node that waits. A node without an entry has its event at once; one whose time runs out before then goes on without.</summary>
    public ImmutableDictionary<string, TimeSpan> EventDelays { get; init; } = ImmutableDictionary<string, TimeSpan>.Empty;

    /// <summary>Gets what actions and called workflows produce, by node. A node without an entry produces nothing.</summary>
    public ImmutableDictionary<string, JsonText> Outputs { get; init; } = ImmutableDictionary<string, JsonText>.Empty;

    /// <summary>Gets the errors that actions and called workflows end with, by node. A node without an entry succeeds.</summary>
    public ImmutableDictionary<string, string> Failures { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets how many attempts of <see cref="Failures"/> fail before one succeeds, by node, counted over its visits. A node without an entry always fails.</summary>
    public ImmutableDictionary<string, int> FailedAttempts { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Gets when the run begins, in virtual time; null begins now.</summary>
    public DateTimeOffset? StartAt { get; init; }
}
