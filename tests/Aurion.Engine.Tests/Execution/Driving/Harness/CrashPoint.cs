namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>The call of a store at which a process dies: before it or after it. From then on every call fails, as in a process that is gone.</summary>
internal sealed class CrashPoint(int at, bool after)
{
    private int _calls;
    private int _isDead;

    /// <summary>Gets a value indicating whether the process has died.</summary>
    public bool HasCrashed => Volatile.Read(ref _isDead) == 1;

    /// <summary>Lets a story's process die at its first call, before and after it, then at its second, and so on until it lives to the end.</summary>
    /// <param name="playAsync">Plays the story: which call it is, and whether the process dies after it. False says that there was no such call.</param>
    /// <param name="atLeast">The story is none if it makes no more calls than these.</param>
    /// <returns>How often the process died.</returns>
    public static async Task<int> EverywhereAsync(Func<int, bool, Task<bool>> playAsync, int atLeast)
    {
        var points = 0;
        foreach (var after in new[] { false, true })
        {
            for (var at = 1; await playAsync(at, after); at++)
            {
                points++;
                Assert.True(at < 1_000, "There is no end of calls.");
            }
        }

        Assert.True(points > atLeast, $"Only {points} points.");
        return points;
    }

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
