using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Diagnostics;

/// <summary>What AI automation writes into logs. Event ids are a contract: 7xx. Never reuse one.</summary>
internal static partial class IntelligenceLog
{
    [LoggerMessage(EventId = 701, EventName = "ClassificationGivenUp", Level = LogLevel.Error, Message = "Conversation {ConversationId} could not be classified in {Attempts} attempts and is routed without")]
    public static partial void ClassificationGivenUp(this ILogger logger, Exception exception, string conversationId, int attempts);
}
