namespace Aurion.Engine.Storage;

/// <summary>What a store did with a message to a run.</summary>
public enum SendStatus
{
    /// <summary>It is stored and the run is due.</summary>
    Stored,

    /// <summary>One of the same id was stored before, consumed or not; nothing was written.</summary>
    AlreadyStored,

    /// <summary>There is no such run; nothing was written.</summary>
    NotFound,
}
