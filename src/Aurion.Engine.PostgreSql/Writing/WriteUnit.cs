namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>The smallest thing that is written whole or refused whole, and somebody who waits for it.</summary>
internal abstract class WriteUnit(CancellationToken cancellationToken)
{
    internal CancellationToken CancellationToken => cancellationToken;

    /// <summary>Gets the group of the batch that writes it; units of one group are written by one command.</summary>
    internal abstract WriteGroup NewGroup();

    /// <summary>Gets the group's place in the batch, which is also its identity; null stands alone.</summary>
    internal virtual int? GroupPlace => null;

    /// <summary>Names the records that it alone may touch in its batch.</summary>
    internal virtual void Touch(List<TouchedRecord> records)
    {
    }

    /// <summary>Gets who in this process has work when it is written.</summary>
    internal virtual WorkKinds Wakes => WorkKinds.None;

    /// <summary>Gets who on other nodes may have work when it is written.</summary>
    internal virtual WorkKinds WakesOthers => WorkKinds.None;

    /// <summary>Says that the unit was looked at and is refused for the caller's own mistake; no other unit suffers.</summary>
    internal abstract void Refuse(Exception mistake);

    internal abstract void Succeed();

    internal abstract void Fail(Exception exception);
}

/// <summary>A record that two units of one batch may not both touch.</summary>
internal readonly record struct TouchedRecord(char Kind, string Tenant, string Id, string? More = null);

/// <summary>A unit with an answer.</summary>
internal abstract class WriteUnit<T>(CancellationToken cancellationToken) : WriteUnit(cancellationToken)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _refusal;

    internal Task<T> Answer => _answer.Task;

    /// <summary>Gets or sets what the database said; it counts once the transaction stands.</summary>
    internal T Result { get; set; } = default!;

    internal override void Refuse(Exception mistake) => _refusal = mistake;

    internal override void Succeed()
    {
        if (_refusal is null)
        {
            _answer.TrySetResult(Result);
        }
        else
        {
            _answer.TrySetException(_refusal);
        }
    }

    internal override void Fail(Exception exception) => _answer.TrySetException(exception);
}
