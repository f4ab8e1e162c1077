namespace Aurion.Engine.Storage.Memory;

/// <summary>Something that a worker may claim at some time.</summary>
internal abstract class DueItem
{
    /// <summary>The time under which the item stands in its queue; guarded by the queue.</summary>
    internal long QueuedAt = long.MaxValue;

    /// <summary>The item's own lock: everything that a commit reads or writes.</summary>
    internal readonly Lock Gate = new();

    /// <summary>From when on it can be claimed, in UTC ticks; <see cref="long.MaxValue"/> is never. Read it under <see cref="Gate"/>.</summary>
    internal abstract long AvailableAt { get; }
}
