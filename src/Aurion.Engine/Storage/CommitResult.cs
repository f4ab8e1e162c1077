namespace Aurion.Engine.Storage;

/// <summary>A store's answer to one commit.</summary>
/// <param name="Status">What was done.</param>
/// <param name="Holder">Who has the once-key, when <see cref="CommitStatus.Duplicate"/>: a run's id or an event's; null otherwise.</param>
public readonly record struct CommitResult(CommitStatus Status, string? Holder = null)
{
    /// <summary>Gets a value indicating whether the commit is durable, by this call or an earlier one.</summary>
    public bool IsDurable => Status is CommitStatus.Committed or CommitStatus.AlreadyCommitted;
}
