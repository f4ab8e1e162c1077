namespace Aurion.Engine.Storage;

/// <summary>Wakes those who wait for work within one process: for stores that implement <c>WaitAsync</c>.</summary>
/// <remarks>
/// <para>Safe for concurrent use; <see cref="Set"/> costs next to nothing while nobody waits.</para>
/// <para>To lose no wake-up, call <see cref="Next"/> first, then look for work, then wait.</para>
/// </remarks>
public sealed class WorkSignal
{
    private TaskCompletionSource? _next;

    /// <summary>Gets a task that ends with the next <see cref="Set"/>.</summary>
    /// <returns>The task; it never fails.</returns>
    public Task Next()
    {
        var current = Volatile.Read(ref _next);
        while (current is null)
        {
            var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            current = Interlocked.CompareExchange(ref _next, made, null) ?? made;
        }

        return current.Task;
    }

    /// <summary>Wakes everybody who waits. Call it after the work can be seen.</summary>
    public void Set() => Interlocked.Exchange(ref _next, null)?.TrySetResult();

    /// <summary>Waits for the signal, the next due time or the longest wait, whichever is first.</summary>
    /// <param name="next">What <see cref="Next"/> gave before the caller looked for work.</param>
    /// <param name="time">The store's clock.</param>
    /// <param name="due">When the earliest known work is due; null when none is known.</param>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is worth looking again.</returns>
    public static async ValueTask WaitAsync(Task next, TimeProvider time, DateTimeOffset? due, TimeSpan atMost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(time);
        var wait = atMost;
        if (due is { } at)
        {
            // Timers count whole milliseconds and cut what is over: rounded up, none ends just before the work is due.
            var left = TimeSpan.FromMilliseconds(Math.Ceiling((at - time.GetUtcNow()).TotalMilliseconds));
            wait = left < wait ? left : wait;
        }

        if (wait > TimeSpan.Zero)
        {
            await next.WaitAsync(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
