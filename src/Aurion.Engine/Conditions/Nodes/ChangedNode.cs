using System.Text.Json;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>changed</c>, and with an operand <c>changed_to</c> (the value now) or <c>changed_from</c> (the value before).</summary>
internal sealed class ChangedNode(FieldTarget target, Operand? to, Operand? from, bool caseSensitive) : FieldNode(target)
{
    public override Reading Read(JsonElement value, in ConditionContext context) =>
        (to ?? from)?.Read(value, context.Zone) ?? (Coercion.IsEmpty(value) ? Reading.Empty : base.Read(value, context));

    protected override Truth Judge(JsonElement value, in ConditionContext context)
    {
        var before = context.Fields.FindBefore(Target.Path);
        return Logic.From(
            (to is null || to.Matches(value, context.Zone))
            && (from is null || from.Matches(before, context.Zone))
            && !Sameness.AreSame(value, before, caseSensitive, context.Zone));
    }
}
