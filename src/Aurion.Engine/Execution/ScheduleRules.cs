using Aurion.Engine.Canvas;

namespace Aurion.Engine.Execution;

/// <summary>Decides which occurrence of a schedule starts, and which is next.</summary>
internal static class ScheduleRules
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Judges an occurrence that has come.</summary>
    /// <param name="trigger">The schedule.</param>
    /// <param name="calendar">Reads its expression.</param>
    /// <param name="due">When the occurrence was due.</param>
    /// <param name="now">The time.</param>
    /// <returns>The occurrence to start, null for none; and the next one to wait for, null when there is none any more.</returns>
    public static (DateTimeOffset? Start, DateTimeOffset? Next) Judge(TriggerConfig trigger, IScheduleCalendar calendar, DateTimeOffset due, DateTimeOffset now)
    {
        var next = calendar.FindNext(trigger.Cron!, trigger.TimeZone, due);
        if (trigger.CatchUp is CatchUp.All)
        {
            return (due, next);
        }

        var latest = due;
        while (next is { } missed && missed <= now)
        {
            latest = missed;
            next = calendar.FindNext(trigger.Cron!, trigger.TimeZone, missed);
        }

        return (trigger.CatchUp is CatchUp.Skip && now - latest > Grace ? null : latest, next);
    }
}
