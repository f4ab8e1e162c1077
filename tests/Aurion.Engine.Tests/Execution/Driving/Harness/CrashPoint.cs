namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>The call of a store at which a process dies: before it or after it. From then on every call fails, as in a process that is gone.</summary>
internal sealed class CrashPoint(int at, bool after)
{
    private int _calls;
    private int _isDead;

    /// <summary>Gets a value indicating whether the process has died.</summary>
    public bool HasCrashed => Volatile.Read(ref _isDead) == 1;

    /// <summary>Counts a call.</summary>
    /// <returns>Whether the process dies once the call has made its effect.</returns>
    public bool Enter()
    {
        if (HasCrashed)
        {
            throw new CrashException();
        }

        if (Interlocked.Increment(ref _calls) != at)
        {
            return false;
        }

        Volatile.Write(ref _isDead, 1);
        return after ? true : throw new CrashException();
    }
}
