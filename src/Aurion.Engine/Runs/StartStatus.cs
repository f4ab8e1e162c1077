namespace Aurion.Engine.Runs;

/// <summary>What became of a wish to start a workflow.</summary>
public enum StartStatus
{
    /// <summary>The run is stored and will be driven.</summary>
    Started,

    /// <summary>A run was started under the same key before: it is the one named.</summary>
    AlreadyStarted,

    /// <summary>The tenant has no workflow of that id.</summary>
    UnknownWorkflow,

    /// <summary>The workflow has no published version, or is withdrawn.</summary>
    NotPublished,

    /// <summary>The host does not know the conversation.</summary>
    UnknownConversation,

    /// <summary>As many runs of the same key as the workflow allows at once are at work, and it skips what comes meanwhile.</summary>
    Skipped,

    /// <summary>The workflow, or everything of the tenant, is paused: nothing starts.</summary>
    Paused,
}
