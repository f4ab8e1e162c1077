using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Diagnostics;

/// <summary>What rules and actions write into logs. Event ids are a contract: 2xx actions, 5xx rules and events. Never reuse one.</summary>
internal static partial class RuleLog
{
    [LoggerMessage(EventId = 201, EventName = "ActionThrew", Level = LogLevel.Warning, Message = "Attempt {Attempt} at action {ActionType} with key {Key} threw")]
    public static partial void ActionThrew(this ILogger logger, Exception exception, string actionType, string key, int attempt);
}
