namespace Aurion.Engine.Runs;

/// <summary>What became of the report that a pending step has ended.</summary>
public enum CompleteStepStatus
{
    /// <summary>It is stored; the run goes on with it.</summary>
    Accepted,

    /// <summary>The attempt's end was reported before: that report stands, whatever this one says.</summary>
    AlreadyCompleted,

    /// <summary>The step does not wait for it any more: it was cancelled, tried again, or has ended in another way.</summary>
    NotWaiting,

    /// <summary>The token is none that the engine made, or its run is gone.</summary>
    Unknown,
}
