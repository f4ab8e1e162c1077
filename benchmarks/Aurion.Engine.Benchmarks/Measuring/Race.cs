namespace Aurion.Engine.Benchmarks.Measuring;

/// <summary>Measures several things in turns and takes medians.</summary>
/// <remarks>
/// The clock is the processor time of this process, in which one thread works: what other processes take on a busy machine
/// is not counted, for any of the contenders. On an idle machine it is the time on the wall.
/// </remarks>
/// <param name="rounds">How often each has its turn, after one turn to warm up.</param>
/// <param name="turn">How long a turn lasts.</param>
internal sealed class Race(int rounds, TimeSpan turn)
{
    /// <summary>Runs the race.</summary>
    /// <param name="operations">One operation each; it gets the number of the operation.</param>
    /// <returns>The figures, in the same order.</returns>
    public Figures[] Run(params Action<int>[] operations)
    {
        var measured = operations.Select(static _ => new List<Figures>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var contender = 0; contender < operations.Length; contender++)
            {
                var figures = Take(operations[contender], round == 0 ? 2 * turn : turn);
                if (round > 0)
                {
                    measured[contender].Add(figures);
                }
            }
        }

        return [.. measured.Select(static all => new Figures(
            Median(all.Select(static figures => figures.PerSecond)), Median(all.Select(static figures => figures.BytesPerOperation))))];
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static Figures Take(Action<int> operation, TimeSpan turn)
    {
        var done = 0;
        var batch = 1;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Environment.CpuUsage.TotalTime;
        TimeSpan elapsed;
        do
        {
            var until = done + batch;
            for (; done < until; done++)
            {
                operation(done);
            }

            elapsed = Environment.CpuUsage.TotalTime - started;
            batch = elapsed < turn / 16 ? batch * 2 : batch;
        }
        while (elapsed < turn);

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new Figures(done / elapsed.TotalSeconds, (double)allocated / done);
    }
}
