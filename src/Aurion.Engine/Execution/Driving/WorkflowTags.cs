using Aurion.Engine.Canvas;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The word by which lists of workflows filter.</summary>
internal static class WorkflowTags
{
    public static string Of(WorkflowStatus status) => status switch
    {
        WorkflowStatus.Published => "published",
        WorkflowStatus.Archived => "archived",
        _ => "draft",
    };
}
