namespace Aurion.Engine.Canvas;

/// <summary>What became of a publication.</summary>
public enum PublishStatus
{
    /// <summary>The draft is a new version, and that version starts from now on.</summary>
    Published,

    /// <summary>The draft means the same as the standing version; no new one was made.</summary>
    Unchanged,

    /// <summary>The canvas has errors; nothing was changed.</summary>
    Invalid,

    /// <summary>The tenant has no workflow of that id.</summary>
    Unknown,

    /// <summary>The workflow has another revision than the caller expected; nothing was changed.</summary>
    Stale,

    /// <summary>The workflow has no version of that number to restore; nothing was changed.</summary>
    UnknownVersion,
}
