namespace Aurion.Engine.Rules;

/// <summary>The host's answer to a patch.</summary>
public sealed record PatchResult
{
    private PatchResult(PatchStatus status, Conversation? current, string? reason)
    {
        Status = status;
        Current = current;
        Reason = reason;
    }

    /// <summary>Gets what was done.</summary>
    public PatchStatus Status { get; }

    /// <summary>Gets the conversation as it is now; null when the host did not say, or it is gone.</summary>
    public Conversation? Current { get; }

    /// <summary>Gets why the patch was refused; null unless it was.</summary>
    public string? Reason { get; }

    /// <summary>The patch is applied.</summary>
    /// <param name="current">The conversation after it; null when not at hand.</param>
    /// <returns>The answer.</returns>
    public static PatchResult Applied(Conversation? current = null) => new(PatchStatus.Applied, current, null);

    /// <summary>The conversation has changed meanwhile.</summary>
    /// <param name="current">The conversation as it is now.</param>
    /// <returns>The answer.</returns>
    public static PatchResult Conflict(Conversation current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return new(PatchStatus.Conflict, current, null);
    }

    /// <summary>The host does not allow the change.</summary>
    /// <param name="reason">A sentence for the log.</param>
    /// <returns>The answer.</returns>
    public static PatchResult Refused(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(PatchStatus.Refused, null, reason);
    }
}
