namespace Aurion.Engine.Conditions;

/// <summary>One condition: a <see cref="FieldCondition"/>, a <see cref="ConditionGroup"/> or an <see cref="InvalidCondition"/>.</summary>
/// <remarks>Immutable. No other kinds exist: the engine could not evaluate them.</remarks>
public abstract record Condition
{
    private protected Condition()
    {
    }
}
