using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>is_today</c>, in the rule's zone.</summary>
internal sealed class TodayNode(FieldTarget target) : TimeNode(target)
{
    protected override bool Test(in IsoTime time, in ConditionContext context) =>
        time.Day(context.Zone) == ZoneTime.Day(context.Now.UtcTicks, context.Zone);
}
