using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>What a traced pass saw of one rule, while it goes on.</summary>
internal sealed class RuleSight(AutomationRule rule, bool isOfEvent, ConditionExplanation conditions, WorkingCopy copy)
{
    public AutomationRule Rule => rule;

    /// <summary>Gets a value indicating whether it is an enabled rule of the event's type.</summary>
    public bool IsOfEvent => isOfEvent;

    public ConditionExplanation Conditions => conditions;

    public JsonText Seen { get; } = copy.Payload;

    public ImmutableArray<FieldChange> ChangesBefore { get; } = copy.Changes;

    public ImmutableArray<ActionEntry>.Builder Actions { get; } = ImmutableArray.CreateBuilder<ActionEntry>();

    public ImmutableArray<FieldChange> Changes { get; set; } = [];

    public bool Stops { get; set; }
}
