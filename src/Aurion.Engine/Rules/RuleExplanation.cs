using System.Collections.Immutable;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>Why a rule would run for an event, or why not.</summary>
/// <remarks>Immutable.</remarks>
public sealed record RuleExplanation
{
    /// <summary>Gets the rule as it was judged.</summary>
    public required AutomationRule Rule { get; init; }

    /// <summary>Gets what becomes of it.</summary>
    public required RuleFate Fate { get; init; }

    /// <summary>Gets why, in one sentence without a full stop.</summary>
    public required string Sentence { get; init; }

    /// <summary>Gets its conditions, each judged, also when the rule is not looked at.</summary>
    public required ConditionExplanation Conditions { get; init; }

    /// <summary>Gets the id of the rule that stopped the processing before this one; null when none did.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>Gets what earlier rules had changed when this one was judged, one for each field: the payload with these is what it saw.</summary>
    public ImmutableArray<FieldChange> ChangesBefore { get; init; } = [];

    /// <summary>Gets the payload as the rule saw it, with the changes of earlier rules.</summary>
    public required JsonText Seen { get; init; }

    /// <summary>Gets its actions in order, when it runs: field actions as done on the working copy, outward ones as they would be queued.</summary>
    public ImmutableArray<ActionEntry> Actions { get; init; } = [];

    /// <summary>Gets what its actions change, one for each field; a field that ends with the value it had is left out.</summary>
    public ImmutableArray<FieldChange> Changes { get; init; } = [];
}
