using Aurion.Engine.Rules;

namespace Aurion.Engine.AspNetCore.Rules;

/// <summary>A line of the execution log as the API shows it.</summary>
internal sealed record LogView(
    string Id,
    string RuleId,
    string RuleName,
    string EventType,
    string? ConversationId,
    RuleLogStatus Status,
    int ActionsExecuted,
    DateTimeOffset ExecutedAt)
{
    public static LogView Of(RuleLogEntry entry) => new(
        entry.Id, entry.RuleId, entry.RuleName, entry.EventType, entry.ConversationId, entry.Status, entry.ActionsExecuted, entry.ExecutedAt);
}
