namespace Aurion.Engine.Canvas;

/// <summary>Something that starts a workflow besides its own trigger: a step of a workflow, or an action of a rule.</summary>
public sealed record WorkflowCaller
{
    /// <summary>Gets the calling workflow; null when a rule calls.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Gets the calling rule; null when a workflow calls.</summary>
    public string? RuleId { get; init; }

    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the version of the calling workflow that holds the call; null is its draft, or a rule.</summary>
    public int? InVersion { get; init; }

    /// <summary>Gets the calling node; null when a rule calls.</summary>
    public string? NodeId { get; init; }

    /// <summary>Gets the version that it calls whatever is published; null calls the one that is published then.</summary>
    public int? PinnedVersion { get; init; }
}
