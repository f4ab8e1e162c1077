using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Conditions made ready: everything is parsed and checked once, then evaluated often.</summary>
/// <remarks>Immutable and safe for concurrent use. Evaluation never throws, whatever the payload.</remarks>
public sealed class CompiledCondition
{
    private CompiledCondition(ImmutableArray<Fault> faults) => Faults = faults;

    /// <summary>Gets everything that is wrong with the conditions; empty when all can be judged.</summary>
    public ImmutableArray<Fault> Faults { get; }

    /// <summary>Makes conditions ready. What is wrong with them becomes <see cref="Faults"/>, never an exception.</summary>
    /// <param name="group">The conditions.</param>
    /// <param name="at">Where they stand in their document; null is its member <c>conditions</c>.</param>
    /// <param name="options">What the host declares; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The compiled conditions.</returns>
    public static CompiledCondition Compile(ConditionGroup group, FaultPath? at = null, ConditionOptions? options = null) =>
        throw new NotSupportedException($"{group}{at}{options}");

    /// <summary>Judges the conditions.</summary>
    /// <param name="context">What they see.</param>
    /// <returns>True when they match; Unknown when an error keeps them from being judged.</returns>
    public Truth Evaluate(in ConditionContext context) => throw new NotSupportedException($"{context}{Faults}");

    /// <summary>Says why the conditions cannot be judged: the first item, as written, that comes to Unknown.</summary>
    /// <param name="context">What they see.</param>
    /// <returns>The path and the reason; null when <see cref="Evaluate"/> answers True or False.</returns>
    public Fault? FindError(in ConditionContext context) => throw new NotSupportedException($"{context}{Faults}");
}
