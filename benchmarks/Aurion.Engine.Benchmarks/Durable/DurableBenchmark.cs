using System.Globalization;
using System.Runtime.InteropServices;
using Aurion.Engine.Actions;
using Aurion.Engine.Benchmarks.Measuring;
using Aurion.Engine.Benchmarks.Workflows;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Durable;

/// <summary>Workloads W and WS on disk: completed runs a second, latencies at fixed arrivals, what the database writes for a run.</summary>
internal sealed class DurableBenchmark
{
    private const int InFlight = 256;
    private const int Arrivals = 3_000;
    private readonly ClosingLines _lines = new();
    private readonly TimeSpan _turn;
    private readonly int _rounds;
    private readonly bool _isShort;

    private DurableBenchmark(bool isShort) =>
        (_isShort, _rounds, _turn) = isShort ? (isShort, 1, TimeSpan.FromSeconds(3)) : (isShort, 3, TimeSpan.FromSeconds(10));

    /// <summary>Measures.</summary>
    /// <param name="isShort">Seconds instead of minutes, and fewer runs that wait.</param>
    /// <param name="only">The one database to measure; null takes all.</param>
    public static async Task<int> RunAsync(bool isShort, string? only)
    {
        Print($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}");
        var benchmark = new DurableBenchmark(isShort);
        foreach (var kind in DiskStores.All.Where(kind => only is null || kind == only))
        {
            await benchmark.MeasureAsync(kind);
        }

        Print($"");
        benchmark._lines.Print();
        return 0;
    }

    private static Targets TargetsOf(string kind) => kind is "sqlite" ? new(2.5, 1.2) : new(0.7, 0.3);

    private async Task MeasureAsync(string kind)
    {
        var targets = TargetsOf(kind);
        Print($"\n{kind}: {InFlight} runs in flight, each from its start to its end");
        var work = await MeasureRatioAsync(kind, "W", Canvases.Work, steps: 5, ActionGuarantee.Repeatable);
        var withApproval = await MeasureRatioAsync(kind, "WS", Canvases.WorkWithApproval, steps: 6, ActionGuarantee.Repeatable);
        await MeasureRatioAsync(kind, "W, at least once", Canvases.Work, steps: 5, ActionGuarantee.AtLeastOnce);
        await MeasureRatioAsync(kind, "WS, at least once", Canvases.WorkWithApproval, steps: 6, ActionGuarantee.AtLeastOnce);
        _lines.Ratio($"{kind}-w", work, targets.Work);
        _lines.Ratio($"{kind}-ws", withApproval, targets.WorkWithApproval);
        await MeasureArrivalsAsync(kind);
        await MeasureClaimsAsync(kind);
        MeasureSuspended(kind);
    }

    private async Task<double> MeasureRatioAsync(string kind, string name, string canvas, int steps, ActionGuarantee guarantee)
    {
        var ratios = new List<double>();
        for (var round = 0; round < _rounds; round++)
        {
            await using var store = await DiskStores.OpenAsync(kind);
            var before = await store.CommitRawRowsAsync(_turn / 5);
            List<RunId> runs;
            TimeSpan elapsed;
            DiskCounters written;
            long commits;
            await using (var engine = await EngineOnDisk.OpenAsync(store, guarantee))
            {
                var workflow = await engine.PublishAsync(canvas);
                await Load.KeepInFlightAsync(InFlight, TimeSpan.FromSeconds(1), () => CompleteAsync(engine, workflow, canvas));
                var counted = await store.CountAsync();
                commits = engine.Watch.Commits;
                (runs, elapsed) = await Load.KeepInFlightAsync(InFlight, _turn, () => CompleteAsync(engine, workflow, canvas));
                commits = engine.Watch.Commits - commits;
                written = await store.CountAsync() - counted;
            }

            var after = await store.CommitRawRowsAsync(_turn / 5);
            var whole = await CountWholeAsync(store, runs, steps);
            var perSecond = whole / elapsed.TotalSeconds;
            var raw = (before + after) / 2;
            ratios.Add(perSecond / raw);
            Print($"  {name,-18} {perSecond,8:N0} runs/s; raw one-row commits {before,6:N0} before, {after,6:N0} after: {perSecond / raw:N2}; of {runs.Count:N0} runs {whole:N0} read back whole; of 100 runs {100.0 * commits / runs.Count:N0} commits, {100.0 * written.Transactions / runs.Count:N1} transactions, {100.0 * written.Rows / runs.Count:N0} rows");
            if (whole != runs.Count)
            {
                throw new InvalidOperationException($"{runs.Count - whole} completed runs could not be read back with their steps.");
            }

            if (kind is not "sqlite" && round == _rounds - 1 && name is "W")
            {
                _lines.Bound("pg-transactions-per-100-runs", 100.0 * written.Transactions / runs.Count, 20);
                _lines.Bound("pg-rows-per-run", (double)written.Rows / runs.Count, 8);
            }
        }

        return Race.Median(ratios);
    }

    private static async Task<RunId> CompleteAsync(EngineOnDisk engine, string workflow, string canvas)
    {
        var run = await engine.StartAsync(workflow);
        if (ReferenceEquals(canvas, Canvases.WorkWithApproval))
        {
            await engine.ApproveAsync(await engine.Watch.RequestOf(run));
        }

        await engine.Watch.EndOf(run);
        return run;
    }

    private async Task MeasureArrivalsAsync(string kind)
    {
        await using var store = await DiskStores.OpenAsync(kind);
        await using var engine = await EngineOnDisk.OpenAsync(store, ActionGuarantee.Repeatable);
        var workflow = await engine.PublishAsync(Canvases.Work);
        await Load.ArriveAsync(Arrivals / 4, TimeSpan.FromSeconds(2), _ => CompleteAsync(engine, workflow, Canvases.Work));
        var answered = new double[(int)(Arrivals * _turn.TotalSeconds)];
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var ended = await Load.ArriveAsync(Arrivals, _turn, async number =>
        {
            var run = await engine.StartAsync(workflow);
            answered[number] = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds - (number * 1_000.0 / Arrivals);
            await engine.Watch.EndOf(run);
        });
        Array.Sort(answered);
        Print($"  {Arrivals:N0} arrivals a second for {_turn.TotalSeconds:N0} s: accepted p50 {Load.Percentile(answered, 0.5):N1} ms, p99 {Load.Percentile(answered, 0.99):N1} ms; completed p50 {Load.Percentile(ended, 0.5):N1} ms, p99 {Load.Percentile(ended, 0.99):N1} ms");
        _lines.Bound($"{kind}-w-p99-ms", Load.Percentile(ended, 0.99), 20);
    }

    private async Task MeasureClaimsAsync(string kind)
    {
        await using var store = await DiskStores.OpenAsync(kind);
        await using var engine = await EngineOnDisk.OpenAsync(store, ActionGuarantee.Repeatable, works: false);
        var perSecond = await SuspendedRuns.MeasureClaimsAsync(engine, _isShort ? 10_000 : 50_000);
        Print($"  claims of due runs, 32 at once: {perSecond:N0} runs/s");
    }

    private void MeasureSuspended(string kind)
    {
        var count = _isShort ? 50_000 : 1_000_000;
        var output = OwnProgram.Run("suspended", kind, count.ToString(CultureInfo.InvariantCulture));
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('=') is [var name, var value] && double.TryParse(value, CultureInfo.InvariantCulture, out var figure))
            {
                var prefix = kind is "sqlite" ? "" : $"{kind}-";
                _lines.Bound(prefix + name, figure, SuspendedRuns.TargetOf(name));
            }
            else
            {
                Console.WriteLine(line);
            }
        }
    }

    private static async Task<int> CountWholeAsync(DiskStore store, List<RunId> runs, int steps)
    {
        await using var engine = await EngineOnDisk.OpenAsync(store, ActionGuarantee.Repeatable, works: false);
        var whole = 0;
        foreach (var run in runs)
        {
            whole += await engine.IsWholeAsync(run, steps) ? 1 : 0;
        }

        return whole;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Targets(double Work, double WorkWithApproval);
}
