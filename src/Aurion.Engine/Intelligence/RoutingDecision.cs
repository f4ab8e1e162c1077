using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>One decision about who gets a conversation.</summary>
public sealed record RoutingDecision
{
    /// <summary>Gets where it stands.</summary>
    public RoutingOutcome Outcome { get; init; }

    /// <summary>Gets the rule; null when a step of a canvas named the team.</summary>
    public string? RuleId { get; init; }

    /// <summary>Gets the team that was meant.</summary>
    public string? IntendedTeamId { get; init; }

    /// <summary>Gets the team that has it, or in whose queue it waits; null when it failed.</summary>
    public string? TeamId { get; init; }

    /// <summary>Gets the team that was to get it where the intended one can't; null when there is none.</summary>
    public string? OverflowTeamId { get; init; }

    /// <summary>Gets the agent; null unless it is assigned to one.</summary>
    public string? AgentId { get; init; }

    /// <summary>Gets a value indicating whether the overflow team has it.</summary>
    public bool IsOverflow { get; init; }

    /// <summary>Gets the skills that were required at first.</summary>
    public ImmutableArray<string> RequiredSkills { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Gets how many of them were let go by then, from the last on.</summary>
    public int RelaxedSkills { get; init; }

    /// <summary>Gets how the agent was to be chosen.</summary>
    public RoutingMethod Method { get; init; }

    /// <summary>Gets how far up the queue it moves: −2 to 2.</summary>
    public int PriorityBoost { get; init; }

    /// <summary>Gets since when the conversation was to be routed.</summary>
    public DateTimeOffset EligibleAt { get; init; }

    /// <summary>Gets when it was assigned; null until it is.</summary>
    public DateTimeOffset? AssignedAt { get; init; }

    /// <summary>Gets when it is worth trying again although nobody became free; null when only that helps, or nothing.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Gets when a person first moved it elsewhere; null when nobody did.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>Gets when the conversation was resolved; null when it was not, or nobody said so.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Gets the event or step that led to it.</summary>
    public string? Cause { get; init; }

    /// <summary>Gets a sentence about it; null when the outcome says all.</summary>
    public string? Reason { get; init; }
}
