using System.Collections.Concurrent;
using System.Diagnostics;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Durable;

/// <summary>Ways to send work: as fast as it is answered, or at its own times.</summary>
internal static class Load
{
    /// <summary>Keeps so many runs in flight, each from its start to its end.</summary>
    /// <returns>Completed runs and the time from the first start to the last end.</returns>
    public static async Task<(List<RunId> Runs, TimeSpan Elapsed)> KeepInFlightAsync(int inFlight, TimeSpan duration, Func<Task<RunId>> run)
    {
        var done = new ConcurrentBag<RunId>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < duration)
            {
                done.Add(await run());
            }
        })));
        return ([.. done], watch.Elapsed);
    }

    /// <summary>Begins work at fixed times, whatever became of the work before.</summary>
    /// <returns>The milliseconds from the time that each was due to its end, sorted.</returns>
    public static async Task<double[]> ArriveAsync(int perSecond, TimeSpan duration, Func<int, Task> work)
    {
        var count = (int)(perSecond * duration.TotalSeconds);
        var tasks = new Task<double>[count];
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var next = 0; next < count; await timer.WaitForNextTickAsync())
        {
            var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond));
            for (; next < due; next++)
            {
                var number = next;
                tasks[next] = Task.Run(async () =>
                {
                    await work(number);
                    return Stopwatch.GetElapsedTime(began).TotalMilliseconds - (number * 1_000.0 / perSecond);
                });
            }
        }

        var times = await Task.WhenAll(tasks);
        Array.Sort(times);
        return times;
    }

    public static double Percentile(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
}
