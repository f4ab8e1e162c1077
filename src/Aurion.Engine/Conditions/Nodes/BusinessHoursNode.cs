using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>in_business_hours</c>: a time when the calendar is open, a date on which it opens.</summary>
internal sealed class BusinessHoursNode(FieldTarget target, BusinessCalendar calendar) : TimeNode(target)
{
    protected override bool Test(in IsoTime time, in ConditionContext context)
    {
        var (start, end) = time.Span(context.Zone);
        return time.IsDate ? calendar.Between(start, end) > 0 : calendar.IsOpen(start);
    }
}
