using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Diagnostics;

/// <summary>What rules and actions write into logs. Event ids are a contract: 2xx actions, 5xx rules and events. Never reuse one.</summary>
internal static partial class RuleLog
{
    [LoggerMessage(EventId = 201, EventName = "ActionThrew", Level = LogLevel.Warning, Message = "Attempt {Attempt} at action {ActionType} with key {Key} threw")]
    public static partial void ActionThrew(this ILogger logger, Exception exception, string actionType, string key, int attempt);

    [LoggerMessage(EventId = 501, EventName = "RuleUnreadable", Level = LogLevel.Error, Message = "The stored rule {RuleId} cannot be read and is left out")]
    public static partial void RuleUnreadable(this ILogger logger, Exception exception, string ruleId);

    [LoggerMessage(EventId = 502, EventName = "PlaceholderEmpty", Level = LogLevel.Information, Message = "Event {EventId}: {Warning}")]
    public static partial void PlaceholderEmpty(this ILogger logger, string eventId, string warning);

    [LoggerMessage(EventId = 503, EventName = "EventCommitUnknown", Level = LogLevel.Warning, Message = "Attempt {Attempt} to commit event {EventId} threw; the same commit is sent again")]
    public static partial void EventCommitUnknown(this ILogger logger, Exception exception, string eventId, int attempt);

    [LoggerMessage(EventId = 504, EventName = "EventLost", Level = LogLevel.Information, Message = "Event {EventId} is driven by another worker now; this one stops")]
    public static partial void EventLost(this ILogger logger, string eventId);

    [LoggerMessage(EventId = 505, EventName = "EventGivenUp", Level = LogLevel.Error, Message = "Event {EventId} was claimed {Claims} times without progress; what was left of it is failed")]
    public static partial void EventGivenUp(this ILogger logger, string eventId, int claims);

    [LoggerMessage(EventId = 506, EventName = "RuleConditionError", Level = LogLevel.Warning, Message = "Rule {RuleId} could not be judged on event {EventId}: {Error}")]
    public static partial void RuleConditionError(this ILogger logger, string ruleId, string eventId, string error);

    [LoggerMessage(EventId = 520, EventName = "TimeRulesDeferred", Level = LogLevel.Information, Message = "The time rules of tenant {Tenant} ran on {Count} conversations, as many as one run may; {Rules} rules go on with the next run")]
    public static partial void TimeRulesDeferred(this ILogger logger, TenantId tenant, int count, int rules);

    [LoggerMessage(EventId = 521, EventName = "TimeRulesFailed", Level = LogLevel.Error, Message = "Running the time rules of tenant {Tenant} failed; they are run again with the next run")]
    public static partial void TimeRulesFailed(this ILogger logger, Exception exception, TenantId tenant);

    [LoggerMessage(EventId = 522, EventName = "TimeTriggersFailed", Level = LogLevel.Error, Message = "Starting the workflows of tenant {Tenant} that time starts failed; it is tried again with the next run")]
    public static partial void TimeTriggersFailed(this ILogger logger, Exception exception, TenantId tenant);
}
