using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>An event that this worker drives: where it stands, readable while it is driven.</summary>
internal sealed class EventWork(StoredEvent state)
{
    private volatile StoredEvent _state = state;

    /// <summary>Gets or sets the event as it stands, done but perhaps not yet committed.</summary>
    public StoredEvent State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>Gets or sets the timestamp of the commit that last renewed the lease.</summary>
    public long KeptAt { get; set; }
}
