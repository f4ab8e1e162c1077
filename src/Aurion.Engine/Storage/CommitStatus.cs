namespace Aurion.Engine.Storage;

/// <summary>What a store did with one commit.</summary>
public enum CommitStatus
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>A commit of the same id was made durable before; nothing was written now.</summary>
    AlreadyCommitted,

    /// <summary>The record has another revision than expected, or is gone; nothing was written.</summary>
    Stale,

    /// <summary>Somebody else holds a once-key of it; nothing was written.</summary>
    Duplicate,
}
