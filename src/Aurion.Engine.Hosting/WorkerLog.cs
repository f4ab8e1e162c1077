using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Hosting;

/// <summary>What the hosted workers write into logs: event ids 45x. Never reuse one.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(EventId = 451, EventName = "WorkFailed", Level = LogLevel.Error, Message = "Looking for {Work} failed {Failures} times in a row; the next look is in {Pause}")]
    public static partial void WorkFailed(this ILogger logger, Exception exception, string work, int failures, TimeSpan pause);

    [LoggerMessage(EventId = 452, EventName = "StopTimedOut", Level = LogLevel.Warning, Message = "Handlers were still at work when the host stopped; their runs go on once their leases are over")]
    public static partial void StopTimedOut(this ILogger logger);
}
