namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>Waits for something that is done in the background, and no longer than it takes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until the answer pleases; fails with the last one after the deadline.</summary>
    public static async Task<T> AsksAsync<T>(Func<Task<T>> ask, Predicate<T> pleases)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (pleases(answer))
            {
                return answer;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"Not within {Deadline}: {answer}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
