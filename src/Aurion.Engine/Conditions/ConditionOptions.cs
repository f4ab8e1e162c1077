using System.Collections.Immutable;

namespace Aurion.Engine.Conditions;

/// <summary>What a host declares about its fields' values.</summary>
public sealed record ConditionOptions
{
    /// <summary>Gets the options of a host that declares nothing.</summary>
    public static ConditionOptions Default { get; } = new();

    /// <summary>
    /// Gets the enumerations that <c>greater_than</c> and its like order, each from the least to the greatest value; case is
    /// ignored. Two values compare when one enumeration has both. The default is <c>low, normal, high, urgent</c>.
    /// </summary>
    public ImmutableArray<ImmutableArray<string>> Orders { get; init; } = [["low", "normal", "high", "urgent"]];
}
