using System.Collections.Immutable;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Rules;

/// <summary>An if-then rule of a tenant: when an event comes or time has passed, and the conditions hold, the actions are done.</summary>
/// <remarks>Immutable. Read and written by <see cref="RuleJson"/>.</remarks>
public sealed record AutomationRule
{
    /// <summary>Gets the id: <c>rule_…</c>, sorting by creation.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name, 1 to 200 characters, not blank.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it is for; null when nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>Gets a value indicating whether the rule is used. The default is true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets what makes it run. The default is an event.</summary>
    public ExecutionMode Mode { get; init; }

    /// <summary>Gets the type of event that it listens to, compared ordinally; null for a time rule.</summary>
    public string? TriggerEvent { get; init; }

    /// <summary>Gets when a time rule is due; null for an event rule.</summary>
    public TimeCondition? TimeCondition { get; init; }

    /// <summary>Gets the conditions; an empty list matches everything. The default is that.</summary>
    public ConditionGroup Conditions { get; init; } = ConditionGroup.Empty;

    /// <summary>Gets the actions, at least one, in the order they are done.</summary>
    public required ImmutableArray<RuleAction> Actions { get; init; }

    /// <summary>Gets the place in the order of evaluation, at least 0; ties go by creation, then by id. The default is 0.</summary>
    public int PriorityOrder { get; init; }

    /// <summary>Gets a value indicating whether no later rule looks at an event that this one matched. The default is false.</summary>
    public bool StopProcessing { get; init; }

    /// <summary>Gets how often it may fire; null is the default of its mode.</summary>
    public RunLimit? RunLimit { get; init; }

    /// <summary>Gets a value indicating whether changes made by automation fire it too. The default is false.</summary>
    public bool ReactToAutomation { get; init; }

    /// <summary>Gets what happens to the rest of its actions when one fails. The default is that they are tried.</summary>
    public OnActionError OnError { get; init; }

    /// <summary>Gets when it was created, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was last edited, in UTC; firing does not move it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
