using Aurion.Engine.Canvas;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The words by which lists of workflows and versions filter.</summary>
internal static class WorkflowTags
{
    /// <summary>The tag of versions whose runs may wait for an event.</summary>
    public const string WaitsForEvents = "waits_for_events";

    public static string Of(WorkflowStatus status) => status switch
    {
        WorkflowStatus.Published => "published",
        WorkflowStatus.Archived => "archived",
        _ => "draft",
    };
}
