namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>A bug put in at a seam of the engine, never into the engine, to see that the simulation finds it.</summary>
internal enum PlantedBug
{
    None,

    /// <summary>The store has no fence: it takes a commit that was decided on a revision that is no longer the last.</summary>
    AcceptsStaleRevision,

    /// <summary>A commit consumes whatever is in the inbox, not only what it names.</summary>
    ConsumesWholeInbox,

    /// <summary>Of the messages that are claimed, one in ten is never delivered.</summary>
    LosesMessages,

    /// <summary>The store's clock, as a claim tells it, is ten minutes fast.</summary>
    HasFastClock,

    /// <summary>The handler is given another key with each attempt.</summary>
    DropsIdempotencyKey,

    /// <summary>The store of events takes no once-keys.</summary>
    ForgetsOnceKeys,
}
