namespace Aurion.Engine.Canvas.Nodes;

/// <summary>What is the same each time that a node is performed.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="ActionType">The action's type.</param>
/// <param name="Timeout">How long an attempt may take; null leaves it to the driver.</param>
internal sealed record ActionPlan(string NodeId, string ActionType, TimeSpan? Timeout)
{
    public static ActionPlan None { get; } = new(string.Empty, string.Empty, null);
}
