using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>
/// <c>older_than</c>, <c>within_last</c>, <c>within_next</c>, ends included. A day is older when it is over by then, and
/// within when any of it is.
/// </summary>
internal sealed class AgeNode(FieldTarget target, TimeSpan duration, ConditionOperator age) : TimeNode(target)
{
    protected override bool Test(in IsoTime time, in ConditionContext context)
    {
        // A duration has at most a hundred years, so no sum leaves a long.
        var now = context.Now.UtcTicks;
        var (start, end) = time.Span(context.Zone);
        var last = time.IsDate ? end - 1 : end;
        return age switch
        {
            ConditionOperator.OlderThan => end <= now - duration.Ticks,
            ConditionOperator.WithinLast => last >= now - duration.Ticks && start <= now,
            _ => last >= now && start <= now + duration.Ticks,
        };
    }
}
