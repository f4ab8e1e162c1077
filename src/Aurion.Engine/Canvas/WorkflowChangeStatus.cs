namespace Aurion.Engine.Canvas;

/// <summary>What became of a change of a workflow.</summary>
public enum WorkflowChangeStatus
{
    /// <summary>It is made.</summary>
    Changed,

    /// <summary>The tenant has no workflow of that id.</summary>
    Unknown,

    /// <summary>The workflow has another revision than the caller expected; nothing was changed.</summary>
    Stale,

    /// <summary>The workflow has runs that have not finished; nothing was changed.</summary>
    HasRuns,
}
