using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>What was read in the place of a condition but is none. It evaluates to <see cref="Truth.Unknown"/> and is never skipped.</summary>
public sealed record InvalidCondition : Condition
{
    /// <summary>Gets what stood there; it is written back as it was.</summary>
    public required JsonText Json { get; init; }

    /// <summary>Gets everything that is wrong with it; at least one fault.</summary>
    public required ImmutableArray<Fault> Faults { get; init; }
}
