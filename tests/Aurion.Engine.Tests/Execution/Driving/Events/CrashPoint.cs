namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>Kills a process at its n-th step: before or after a call that leaves it. A dead process reaches nothing any more.</summary>
internal sealed class CrashPoint(int step)
{
    private int _steps;

    /// <summary>Gets a process that never dies.</summary>
    public static CrashPoint Never => new(int.MaxValue);

    /// <summary>Gets a value indicating whether the process died.</summary>
    public bool IsDead => Volatile.Read(ref _steps) >= step;

    /// <summary>Makes a call that leaves the process: two steps, before and after it.</summary>
    public async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> call)
    {
        Step();
        var result = await call();
        Step();
        return result;
    }

    private void Step()
    {
        if (IsDead || Interlocked.Increment(ref _steps) >= step)
        {
            throw new CrashException();
        }
    }

    internal sealed class CrashException() : Exception("The process is dead.");
}
