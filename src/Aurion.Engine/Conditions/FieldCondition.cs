using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Compares the value of one field: <c>{"field":"priority","operator":"equals","value":"urgent"}</c>.</summary>
public sealed record FieldCondition : Condition
{
    /// <summary>Gets the dotted path of the field; see <see cref="FieldPath"/>.</summary>
    public required string Field { get; init; }

    /// <summary>Gets how the field is compared.</summary>
    public required ConditionOperator Operator { get; init; }

    /// <summary>Gets what it is compared with; null when the operator needs nothing.</summary>
    public JsonText? Value { get; init; }

    /// <summary>Gets a value indicating whether upper and lower case differ. The default is false.</summary>
    public bool CaseSensitive { get; init; }
}
