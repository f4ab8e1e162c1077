namespace Aurion.Engine.Runs;

/// <summary>Where a run's wish for a place stands. Stored by number: never reuse one.</summary>
internal enum AdmissionState
{
    /// <summary>It has been asked for.</summary>
    Asked = 0,

    /// <summary>The run waits for its turn.</summary>
    Queued = 1,

    /// <summary>The run waits for its turn and asks whether it was forgotten.</summary>
    Looking = 2,

    /// <summary>The run has its place, until it ends.</summary>
    Admitted = 3,
}
