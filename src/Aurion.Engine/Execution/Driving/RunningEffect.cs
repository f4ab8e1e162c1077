namespace Aurion.Engine.Execution.Driving;

/// <summary>An effect that is being performed, and how to stop it.</summary>
internal sealed class RunningEffect : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Gets or sets a value indicating whether its result is there; touched by the run's loop alone.</summary>
    public bool IsDone { get; set; }

    public CancellationToken Token => _cancellation.Token;

    public void Cancel() => _cancellation.Cancel();

    public Task CancelAsync() => _cancellation.CancelAsync();

    public void Dispose() => _cancellation.Dispose();
}
