namespace Aurion.Engine.Sqlite;

/// <summary>Something to write, and somebody who waits for it.</summary>
internal abstract class WriteOperation
{
    internal abstract void Execute(WriteSession session);

    internal abstract void Succeed();

    internal abstract void Fail(Exception exception);
}

/// <summary>An operation with an answer.</summary>
internal sealed class WriteOperation<T>(Func<WriteSession, T> body, CancellationToken cancellationToken) : WriteOperation
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!; // set before it is read
    private Exception? _refusal;

    internal Task<T> Answer => _answer.Task;

    internal override void Execute(WriteSession session)
    {
        _refusal = null;
        if (cancellationToken.IsCancellationRequested)
        {
            _refusal = new OperationCanceledException(cancellationToken);
            return;
        }

        try
        {
            _result = body(session);
        }
        catch (ArgumentException mistake)
        {
            _refusal = mistake; // the caller's own mistake, found before anything was written: no other operation suffers
        }
    }

    internal override void Succeed()
    {
        if (_refusal is null)
        {
            _answer.TrySetResult(_result);
        }
        else
        {
            _answer.TrySetException(_refusal);
        }
    }

    internal override void Fail(Exception exception) => _answer.TrySetException(exception);
}
