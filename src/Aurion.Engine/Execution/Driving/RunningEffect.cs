namespace Aurion.Engine.Execution.Driving;

/// <summary>An effect that is being performed, and how to stop it.</summary>
/// <remarks>Safe for concurrent use but for <see cref="IsDone"/>.</remarks>
internal sealed class RunningEffect : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private volatile bool _isCancelled;
    private volatile bool _isTimedOut;

    /// <summary>Gets or sets a value indicating whether its result is there; touched by the run's loop alone.</summary>
    public bool IsDone { get; set; }

    /// <summary>Gets a value indicating whether nobody waits for it any more, or the worker stops.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Gets a value indicating whether it has had its time.</summary>
    public bool IsTimedOut => _isTimedOut;

    /// <summary>Gets the token that is signalled in either case.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Gives it so much time from now on.</summary>
    /// <returns>What ends the watch.</returns>
    public ITimer Limit(TimeSpan allowed, TimeProvider time) =>
        time.CreateTimer(static running => ((RunningEffect)running!).TimeOut(), this, allowed, Timeout.InfiniteTimeSpan);

    public void Cancel()
    {
        _isCancelled = true;
        _cancellation.Cancel();
    }

    public Task CancelAsync()
    {
        _isCancelled = true;
        return _cancellation.CancelAsync();
    }

    public void Dispose() => _cancellation.Dispose();

    private void TimeOut()
    {
        _isTimedOut = true;
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this very moment.
        }
    }
}
