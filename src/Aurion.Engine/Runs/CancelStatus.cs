namespace Aurion.Engine.Runs;

/// <summary>What became of a wish to cancel a run.</summary>
public enum CancelStatus
{
    /// <summary>The run is cancelled, or will be as soon as its worker hears of it.</summary>
    Cancelled,

    /// <summary>The run had ended before.</summary>
    AlreadyFinished,

    /// <summary>The tenant has no run of that id.</summary>
    Unknown,
}
