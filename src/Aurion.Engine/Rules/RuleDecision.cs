using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>What a pass decided about one event.</summary>
public sealed record RuleDecision
{
    /// <summary>Gets what was found about each rule that was looked at, in order, down to the one that stopped the processing.</summary>
    public ImmutableArray<RuleVerdict> Verdicts { get; init; } = [];

    /// <summary>Gets the actions of the rules that matched, in order: field actions are done on the working copy, outward ones are queued.</summary>
    public ImmutableArray<ActionEntry> Actions { get; init; } = [];

    /// <summary>Gets the field changes, one for each field.</summary>
    public ImmutableArray<FieldChange> Changes { get; init; } = [];

    /// <summary>Gets one sentence for each placeholder that named nothing.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
