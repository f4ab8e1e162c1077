namespace Aurion.Engine.Actions;

/// <summary>How an attempt at an action ended.</summary>
public enum ActionStatus
{
    /// <summary>It was done.</summary>
    Completed,

    /// <summary>It failed for good: another attempt would fail too.</summary>
    Failed,

    /// <summary>It failed this time: the step's retry policy decides about another attempt.</summary>
    TryAgain,

    /// <summary>It goes on elsewhere and is reported later by its token.</summary>
    Pending,

    /// <summary>Nobody can tell whether it was done: it counts as failed for good, and a person must judge.</summary>
    Unknown,
}
