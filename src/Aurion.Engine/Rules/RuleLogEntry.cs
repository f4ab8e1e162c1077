using System.Text.Json.Serialization;

namespace Aurion.Engine.Rules;

/// <summary>One line of the execution log: a rule that matched, or could not be judged. Outlives its rule.</summary>
public sealed record RuleLogEntry
{
    /// <summary>Gets the id: <c>log_…</c>, sorting by creation.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>Gets the rule's name at that time.</summary>
    public required string RuleName { get; init; }

    /// <summary>Gets the event's type; <c>time</c> for a time rule.</summary>
    public required string EventType { get; init; }

    /// <summary>Gets the conversation; null when the event had none.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets how it ended.</summary>
    public required RuleLogStatus Status { get; init; }

    /// <summary>Gets the number of actions that went ok.</summary>
    public int ActionsExecuted { get; init; }

    /// <summary>Gets when.</summary>
    public required DateTimeOffset ExecutedAt { get; init; }

    /// <summary>Gets what failed, in one sentence; null when nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>Gets a value indicating whether the rule matched, rather than could not be judged or was not run: what counters count.</summary>
    [JsonIgnore]
    public bool IsMatch => Status is not (RuleLogStatus.ConditionError or RuleLogStatus.LoopStopped or RuleLogStatus.LimitReached);
}
