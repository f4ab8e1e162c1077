using Aurion.Engine.Canvas;
using Cronos;

namespace Aurion.Engine.Hosting;

/// <summary>Reads calendar expressions with Cronos: where clocks go forward an occurrence comes when they have, where they go back it comes once.</summary>
internal sealed class CronCalendar : IScheduleCalendar
{
    public DateTimeOffset? FindNext(string cron, string timeZone, DateTimeOffset after)
    {
        try
        {
            var expression = CronExpression.Parse(cron);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
            for (var from = after; ; from = from.AddMinutes(1))
            {
                // Where a zone changes its rules at midnight Cronos may answer the very instant that it was asked from.
                var next = expression.GetNextOccurrence(from, zone, inclusive: false);
                if (next is null || next > after)
                {
                    return next?.ToUniversalTime();
                }
            }
        }
        catch (Exception exception) when (exception is CronFormatException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new FormatException($"The schedule \"{cron}\" in \"{timeZone}\" can't be read: {exception.Message}", exception);
        }
    }
}
