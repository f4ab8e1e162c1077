using Microsoft.Extensions.Logging;

namespace Aurion.Engine.PostgreSql;

// Event ids are a contract: 6xx stores. Never reuse one.
internal static partial class StoreLog
{
    [LoggerMessage(EventId = 601, EventName = "RecordParked", Level = LogLevel.Error,
        Message = "The {RecordKind} {RecordId} of tenant {Tenant} can't be read and is nobody's work now; its record stays as it is")]
    public static partial void RecordParked(this ILogger logger, Exception exception, string recordKind, string recordId, string tenant);
}
