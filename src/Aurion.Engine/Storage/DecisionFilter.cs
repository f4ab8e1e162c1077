namespace Aurion.Engine.Storage;

/// <summary>Which decisions to list; a null member asks nothing.</summary>
public sealed record DecisionFilter
{
    /// <summary>Gets the filter that lets everything through.</summary>
    public static DecisionFilter All { get; } = new();

    /// <summary>Gets what they are about.</summary>
    public DecisionKind? Kind { get; init; }

    /// <summary>Gets the conversation.</summary>
    public string? ConversationId { get; init; }
}
