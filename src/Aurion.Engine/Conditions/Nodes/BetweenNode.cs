using System.Text.Json;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>between</c>, both ends included.</summary>
internal sealed class BetweenNode(FieldTarget target, Ordered low, Ordered high) : ScalarNode(target)
{
    public override Reading Read(JsonElement value, in ConditionContext context) => low.Read(value, context.Zone);

    protected override Truth Test(JsonElement value, in ConditionContext context) =>
        Logic.From(low.Compare(value, context.Zone) >= 0 && high.Compare(value, context.Zone) <= 0);
}
