using Aurion.Engine.Canvas;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>What starts a workflow besides its trigger, as the API shows it.</summary>
internal sealed record CallerView(string? WorkflowId, string? RuleId, string Name, int? InVersion, string? NodeId, int? PinnedVersion)
{
    public static CallerView Of(WorkflowCaller caller) => new(caller.WorkflowId, caller.RuleId, caller.Name, caller.InVersion, caller.NodeId, caller.PinnedVersion);
}
