using Microsoft.Extensions.Logging;

namespace Aurion.Engine.AspNetCore.Guards;

/// <summary>What the endpoints log. Event ids are a contract: 9xx HTTP. Never reuse one.</summary>
internal static partial class GuardLog
{
    [LoggerMessage(EventId = 901, EventName = "RequestFailed", Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string? endpoint);
}
