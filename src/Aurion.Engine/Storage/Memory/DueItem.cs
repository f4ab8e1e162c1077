namespace Aurion.Engine.Storage.Memory;

/// <summary>Something that a worker may claim at some time.</summary>
internal abstract class DueItem
{
    /// <summary>The time under which the item stands in its queue; guarded by the queue.</summary>
    internal long QueuedAt = long.MaxValue;

    /// <summary>The item's own lock: everything that a commit reads or writes.</summary>
    internal object Gate => this; // items are many and nobody else knows them: a lock of its own would be one object more for each

    /// <summary>From when on it can be claimed, in UTC ticks; <see cref="long.MaxValue"/> is never. Read it under <see cref="Gate"/>.</summary>
    internal abstract long AvailableAt { get; }
}
