using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>
/// <c>older_than</c>, <c>within_last</c>, <c>within_next</c> in a calendar's business time, ends included. A time is compared
/// with one moment that depends on the clock alone, so that no payload can make the calendar's walk long.
/// </summary>
internal sealed class BusinessAgeNode(FieldTarget target, TimeSpan duration, BusinessCalendar calendar, ConditionOperator age) : TimeNode(target)
{
    private Limit? _last;

    protected override bool Test(in IsoTime time, in ConditionContext context)
    {
        var now = context.Now.UtcTicks;
        var limit = LimitAt(now);
        var (start, end) = time.Span(context.Zone);
        var last = time.IsDate ? end - 1 : end;
        return age switch
        {
            ConditionOperator.OlderThan => end <= limit,
            ConditionOperator.WithinLast => last >= limit && start <= now,
            _ => last >= now && start <= limit,
        };
    }

    /// <summary>Finds the moment, once for each time of the clock: a list may have many elements.</summary>
    private long LimitAt(long now)
    {
        var limit = _last;
        if (limit is null || limit.Now != now)
        {
            // While it is closed no business time passes: the ends of "within" lie a moment short of where more has passed.
            _last = limit = new Limit(now, age switch
            {
                ConditionOperator.OlderThan => calendar.Before(now, duration.Ticks),
                ConditionOperator.WithinLast => calendar.Before(now, duration.Ticks + 1) + 1,
                _ => calendar.After(now, duration.Ticks + 1) - 1,
            });
        }

        return limit.At;
    }

    private sealed record Limit(long Now, long At);
}
