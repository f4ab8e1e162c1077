namespace Aurion.Engine.Storage;

/// <summary>What a heartbeat learns about one run.</summary>
public enum LeaseState
{
    /// <summary>The lease is longer now.</summary>
    Held,

    /// <summary>The lease is longer now, and a person asked to cancel the run.</summary>
    CancelAsked,

    /// <summary>The run is somebody else's: stop at once.</summary>
    Lost,
}
