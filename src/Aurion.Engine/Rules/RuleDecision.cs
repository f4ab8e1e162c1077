using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>What a pass decided about one event.</summary>
public sealed record RuleDecision
{
    private ImmutableArray<RuleVerdict> _verdicts;

    /// <summary>
    /// Gets what was found about each rule that was looked at, in order, down to the one that stopped the processing. Put
    /// together from <see cref="Found"/> and the rules on the first call, in time that grows with the number of rules.
    /// </summary>
    public ImmutableArray<RuleVerdict> Verdicts
    {
        get
        {
            if (_verdicts.IsDefault)
            {
                _verdicts = LookedAt?.ToVerdicts() ?? Found; // two threads may both do it: either answer is right
            }

            return _verdicts;
        }

        init => _verdicts = value;
    }

    /// <summary>Gets the verdicts of the rules that matched or could not be judged, in order: those that make entries in the log.</summary>
    public ImmutableArray<RuleVerdict> Found { get; init; } = [];

    /// <summary>Gets the actions of the rules that matched, in order: field actions are done on the working copy, outward ones are queued.</summary>
    public ImmutableArray<ActionEntry> Actions { get; init; } = [];

    /// <summary>Gets the field changes, one for each field.</summary>
    public ImmutableArray<FieldChange> Changes { get; init; } = [];

    /// <summary>Gets one sentence for each placeholder that named nothing.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Gets the rules that were looked at; null when there were none.</summary>
    internal LookedAtRules? LookedAt { get; init; }

    /// <summary>Gets the conversation's fields with the changes on them; null when none is known.</summary>
    internal JsonText? ConversationAfter { get; init; }
}
