namespace Aurion.Engine.PostgreSql;

/// <summary>Times as they stand in columns: UTC ticks.</summary>
internal static class Ticks
{
    internal static DateTimeOffset ToTime(long ticks) => new(ticks, TimeSpan.Zero);

    internal static long? Of(DateTimeOffset? time) => time?.UtcTicks;
}
