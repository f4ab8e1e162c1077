using System.Text.Json;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>greater_than</c>, <c>before</c> and their like; what does not compare is false.</summary>
internal sealed class OrderNode(FieldTarget target, Ordered operand, Bounds bounds, bool timesOnly) : ScalarNode(target)
{
    public Ordered Operand => operand;

    public Bounds Bounds => bounds;

    public override Reading Read(JsonElement value, in ConditionContext context) => operand.Read(value, context.Zone, timesOnly);

    public static bool Holds(int? comparison, Bounds bounds) => comparison switch
    {
        null => false,
        < 0 => (bounds & Bounds.Less) != 0,
        0 => (bounds & Bounds.Same) != 0,
        > 0 => (bounds & Bounds.Greater) != 0,
    };

    protected override Truth Test(JsonElement value, in ConditionContext context) => Logic.From(Holds(
        timesOnly ? operand.CompareTime(value, context.Zone) : operand.Compare(value, context.Zone), bounds));
}
