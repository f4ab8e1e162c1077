using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>on_weekday</c>, in the rule's zone; bit 0 of the days is Monday.</summary>
internal sealed class WeekdayNode(FieldTarget target, int days) : TimeNode(target)
{
    protected override bool Test(in IsoTime time, in ConditionContext context) =>
        (days & (1 << (int)(((time.Day(context.Zone) % 7) + 7) % 7))) != 0;
}
