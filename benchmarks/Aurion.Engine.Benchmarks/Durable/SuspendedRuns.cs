using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Benchmarks.Workflows;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Durable;

/// <summary>Very many runs that wait for their approval: the memory of a process that serves them, what one that goes on takes, what finding those that are due takes.</summary>
internal static class SuspendedRuns
{
    private const int AtOnce = 500;
    private const int Resumes = 2_000;

    public static double TargetOf(string name) => name switch
    {
        "million-suspended-mb" => 64,
        "million-resume-p99-ms" => 20,
        _ => 1,
    };

    /// <summary>Measures in this process, which has done nothing else; the benchmark starts it.</summary>
    public static async Task<int> RunOnceAsync(string kind, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 20_000);
        var empty = await MeasureEmptyAsync(kind);
        await using var store = await DiskStores.OpenAsync(kind);
        ImmutableArray<RunCommit> pattern;
        string workflow;
        await using (var engine = await EngineOnDisk.OpenAsync(store, ActionGuarantee.Repeatable))
        {
            workflow = await engine.PublishAsync(Canvases.WorkWithApproval);
            pattern = await PatternAsync(engine, workflow);
            await FillAsync(engine, pattern, count);
        }

        await using (var engine = await EngineOnDisk.OpenAsync(store, ActionGuarantee.Repeatable))
        {
            var megabytes = MemoryAfterCollection() - empty;
            var duration = TimeSpan.FromSeconds(count >= 1_000_000 ? 10 : 4);

            // Those at the far end of what was filled are in no cache of ours.
            var times = await Load.ArriveAsync(Resumes, duration, async number =>
            {
                var run = RunOf(number * (count / (int)(Resumes * duration.TotalSeconds)));
                await engine.ApproveAsync(RequestOf(run));
                await engine.Watch.EndOf(run).WaitAsync(TimeSpan.FromMinutes(1));
            });
            var peak = MemoryAfterCollection() - empty;
            Print($"  {count:N0} suspended runs: {megabytes:N1} MB above an empty engine's {empty:N1} MB, {peak:N1} MB after {times.Length:N0} resumes; {Resumes:N0} resumes a second: p50 {Load.Percentile(times, 0.5):N1} ms, p99 {Load.Percentile(times, 0.99):N1} ms");
            Print($"million-suspended-mb={Math.Max(megabytes, peak)}");
            Print($"million-resume-p99-ms={Load.Percentile(times, 0.99)}");
        }

        await using var resting = await EngineOnDisk.OpenAsync(store, ActionGuarantee.Repeatable, works: false);
        await DueNowAsync(resting, pattern, 600);
        var claims = new List<double>();
        for (var turn = 0; turn < 6; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            var claimed = await resting.Queue.ClaimAsync(new ClaimRequest { Worker = "timers", Limit = 100, MaxPerTenant = 100 }, CancellationToken.None);
            claims.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (claimed.Runs.Length != 100)
            {
                throw new InvalidOperationException($"{claimed.Runs.Length} of 100 due runs were claimed.");
            }
        }

        Print($"  the next 100 timers among them, claimed with marking and inbox: {Measuring.Race.Median(claims.Skip(1)):N2} ms, the first time {claims[0]:N2} ms");
        Print($"million-next-100-timers-ms={Measuring.Race.Median(claims.Skip(1))}");
        return 0;
    }

    /// <summary>Claims due runs as fast as it goes.</summary>
    public static async Task<double> MeasureClaimsAsync(EngineOnDisk engine, int count)
    {
        var workflow = await engine.PublishAsync(Canvases.WorkWithApproval);
        var pattern = await PatternAsync(engine, workflow);
        await DueNowAsync(engine, pattern, count);
        var began = Stopwatch.GetTimestamp();
        var claimed = 0;
        while (claimed < count)
        {
            var claims = await engine.Queue.ClaimAsync(new ClaimRequest { Worker = "claims", Limit = 32, MaxPerTenant = 32 }, CancellationToken.None);
            claimed += claims.Runs.Length;
        }

        return claimed / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> MeasureEmptyAsync(string kind)
    {
        await using var store = await DiskStores.OpenAsync(kind);
        await using var engine = await EngineOnDisk.OpenAsync(store, ActionGuarantee.Repeatable);
        var workflow = await engine.PublishAsync(Canvases.WorkWithApproval);
        var run = await engine.StartAsync(workflow);
        await engine.ApproveAsync(await engine.Watch.RequestOf(run));
        await engine.Watch.EndOf(run);
        return MemoryAfterCollection();
    }

    private static double MemoryAfterCollection()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1048576.0;
    }

    /// <summary>Lets the engine bring one run to its approval, and takes down what it committed.</summary>
    private static async Task<ImmutableArray<RunCommit>> PatternAsync(EngineOnDisk engine, string workflow)
    {
        engine.Watch.Keeps = [];
        var run = await engine.StartAsync(workflow);
        await engine.Watch.RequestOf(run);
        var kept = engine.Watch.Keeps;
        engine.Watch.Keeps = null;
        return [.. kept.Where(commit => commit.Run == run).OrderBy(static commit => commit.ExpectedRevision)];
    }

    private static async Task FillAsync(EngineOnDisk engine, ImmutableArray<RunCommit> pattern, int count)
    {
        for (var first = 0; first < count; first += AtOnce)
        {
            await HandAsync(engine, [.. Enumerable.Range(first, Math.Min(AtOnce, count - first)).Select(number => Suspended(pattern, RunOf(number), number, due: null))]);
        }
    }

    private static async Task DueNowAsync(EngineOnDisk engine, ImmutableArray<RunCommit> pattern, int count)
    {
        var due = DateTimeOffset.UnixEpoch;
        for (var first = 0; first < count; first += AtOnce)
        {
            await HandAsync(engine, [.. Enumerable.Range(first, Math.Min(AtOnce, count - first)).Select(number => Suspended(pattern, new RunId($"due_{number:D9}"), number, due))]);
        }
    }

    private static async Task HandAsync(EngineOnDisk engine, ImmutableArray<RunCommit> commits)
    {
        foreach (var result in await engine.Watch.CommitAsync(commits, CancellationToken.None))
        {
            if (result.Status is not CommitStatus.Committed)
            {
                throw new InvalidOperationException($"The store answered {result.Status}.");
            }
        }
    }

    /// <summary>One run that waits, in one commit; most have a time at which they would be looked at, days from now.</summary>
    private static RunCommit Suspended(ImmutableArray<RunCommit> pattern, RunId run, int number, DateTimeOffset? due)
    {
        var last = pattern[^1];
        (string, string)[] names = [(last.Run.Value, run.Value), (last.Approvals[0].Id.Value, RequestOf(run).Value)];
        return last with
        {
            Run = run,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = 0,
            Head = last.Head with { Run = run, DueAt = due ?? last.Head.StartedAt.AddDays(1).AddSeconds(number % 864_000) },
            Marking = Renamed(last.Marking, names),
            Records = [.. pattern.SelectMany(static commit => commit.Records)],
            Approvals = [Renamed(last.Approvals[0], names)],
            KeepLeaseFor = null,
        };
    }

    /// <summary>Gives what was stored for one run the names of another.</summary>
    private static T Renamed<T>(T stored, (string Was, string Now)[] names)
        where T : class
    {
        var text = System.Text.Encoding.UTF8.GetString(StoredFormat.Write(stored));
        foreach (var (was, now) in names)
        {
            text = text.Replace(was, now, StringComparison.Ordinal);
        }

        return StoredFormat.Read<T>(System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static ApprovalId RequestOf(RunId run) => new($"appr_{run.Value}");

    private static RunId RunOf(int number) => new(string.Create(CultureInfo.InvariantCulture, $"run_{number:D9}"));

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
