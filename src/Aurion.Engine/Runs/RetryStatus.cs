namespace Aurion.Engine.Runs;

/// <summary>What became of a wish to take a failed run up again.</summary>
public enum RetryStatus
{
    /// <summary>The run goes on, or will as soon as its worker hears of it.</summary>
    Retried,

    /// <summary>Somebody else asked for the same at this moment, and the run's worker has not heard of it yet.</summary>
    Busy,

    /// <summary>The run has not failed: it is still going, ended well or was cancelled.</summary>
    NotFailed,

    /// <summary>The step that was named is none of those at which the run failed.</summary>
    NoSuchStep,

    /// <summary>Nothing is left to do: the run came to an <c>end</c> node whose status is <c>failed</c>, and no other branch waits.</summary>
    NothingToRetry,

    /// <summary>The tenant has no run of that id.</summary>
    Unknown,
}
