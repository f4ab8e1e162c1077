using System.Collections.Immutable;
using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Conditions made ready: everything is parsed and checked once, then evaluated often.</summary>
/// <remarks>
/// <para>Immutable and safe for concurrent use. Evaluation never throws, whatever the payload.</para>
/// <para>What cannot be judged (a faulty condition, a text too long for a regular expression) is Unknown, and so are its
/// negation and a <c>none</c> over it; the order of conditions never matters.</para>
/// </remarks>
public sealed class CompiledCondition
{
    private readonly ConditionNode _root;

    private CompiledCondition(ConditionNode root, ImmutableArray<Fault> faults)
    {
        _root = root;
        Faults = faults;
    }

    /// <summary>Gets everything that is wrong with the conditions; empty when all can be judged.</summary>
    public ImmutableArray<Fault> Faults { get; }

    /// <summary>Gets the outermost node: what the index of a rule set takes apart.</summary>
    internal ConditionNode Root => _root;

    /// <summary>Makes conditions ready. What is wrong with them becomes <see cref="Faults"/>, never an exception.</summary>
    /// <param name="group">The conditions.</param>
    /// <param name="at">Where they stand in their document; null is its member <c>conditions</c>.</param>
    /// <param name="options">What the host declares; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The compiled conditions.</returns>
    public static CompiledCondition Compile(ConditionGroup group, FaultPath? at = null, ConditionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(group);
        var faults = new List<Fault>();
        var root = ConditionCompiler.Compile(
            group, at ?? FaultPath.Root.Member("conditions"), depth: 1, options ?? ConditionOptions.Default, faults);
        return new CompiledCondition(root, [.. faults]);
    }

    /// <summary>Judges the conditions.</summary>
    /// <param name="context">What they see.</param>
    /// <returns>True when they match; Unknown when an error keeps them from being judged.</returns>
    public Truth Evaluate(in ConditionContext context)
    {
        var trace = default(NoConditionTrace);
        return _root.Evaluate(context, ref trace);
    }

    /// <summary>Judges the conditions and says why: the same evaluation, with somebody who looks on.</summary>
    /// <param name="context">What they see.</param>
    /// <returns>The explanation; its verdict is what <see cref="Evaluate"/> answers.</returns>
    public ConditionExplanation Explain(in ConditionContext context)
    {
        var trace = new ConditionTrace();
        _root.Evaluate(context, ref trace);
        return trace.Take();
    }

    /// <summary>Says why the conditions cannot be judged: the first item, as written, that comes to Unknown.</summary>
    /// <param name="context">What they see.</param>
    /// <returns>The path and the reason; null when <see cref="Evaluate"/> answers True or False.</returns>
    public Fault? FindError(in ConditionContext context) => _root.FindError(context);
}
