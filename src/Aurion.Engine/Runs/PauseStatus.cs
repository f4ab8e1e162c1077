namespace Aurion.Engine.Runs;

/// <summary>What became of a wish to pause a run or to let it go on.</summary>
public enum PauseStatus
{
    /// <summary>The run is paused, or will be as soon as the worker hears of it whose handlers are at work on it.</summary>
    Paused,

    /// <summary>The run goes on, or will as soon as its worker hears of it; so does one that was not paused.</summary>
    GoesOn,

    /// <summary>Nobody holds this one run any more; it stays paused as long as its workflow or its tenant is.</summary>
    HeldByWorkflow,

    /// <summary>The run has ended.</summary>
    Finished,

    /// <summary>The tenant has no run of that id.</summary>
    Unknown,
}
