using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>An action that a dry run would have performed.</summary>
public sealed record PlannedAction
{
    /// <summary>Gets the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the action's type.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the parameters as an object, placeholders resolved.</summary>
    public required JsonText Parameters { get; init; }

    /// <summary>Gets what the host's handler says that it would do; null when it says nothing.</summary>
    public string? Description { get; init; }
}
