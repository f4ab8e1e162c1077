namespace Aurion.Engine.Canvas;

/// <summary>Reads calendar expressions of schedules. <c>AddWorkers</c> of Aurion.Engine.Hosting brings one; without any, schedules rest.</summary>
/// <remarks>One instance serves everything, so it must be safe for concurrent use. Called once for each occurrence.</remarks>
public interface IScheduleCalendar
{
    /// <summary>Finds the next occurrence.</summary>
    /// <param name="cron">The expression: minute, hour, day, month, weekday.</param>
    /// <param name="timeZone">The IANA zone that it is read in.</param>
    /// <param name="after">The occurrence is strictly later.</param>
    /// <returns>The instant; null when there is none any more.</returns>
    /// <exception cref="FormatException">The expression or the zone can't be read.</exception>
    DateTimeOffset? FindNext(string cron, string timeZone, DateTimeOffset after);
}
