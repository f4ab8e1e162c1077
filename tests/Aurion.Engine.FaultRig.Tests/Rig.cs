using System.Diagnostics;
using System.Globalization;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.FaultRig.Tests;

/// <summary>Starts worker processes, does things to them, and judges what is left by a file that no database wrote.</summary>
internal static class Rig
{
    private const int StepsOfARun = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Kills a worker process with SIGKILL at random moments, so many times, then lets the last one end its work.</summary>
    public static async Task<Verdict> KillAsync(int runs, int kills, int seed)
    {
        using var folder = new RigFolder();
        await folder.PrepareAsync().ConfigureAwait(false);
        var random = new Random(seed);
        var killed = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            // Each process gets its share of new runs, beside what the one before it left.
            using var worker = Start(folder, runs * kill / kills);
            await WhenAtWorkAsync(folder, worker).ConfigureAwait(false);
            await PauseAsync(random.Next(0, 150)).ConfigureAwait(false);
            killed += worker.HasExited ? 0 : 1;
            worker.Kill();
            await worker.WaitForExitAsync().ConfigureAwait(false);
        }

        await EndAsync(Start(folder, runs)).ConfigureAwait(false);
        return await JudgeAsync(folder, runs, killed).ConfigureAwait(false);
    }

    /// <summary>Freezes one of two workers for two leases and lets it go on, so many times.</summary>
    public static async Task<Verdict> StopAndGoOnAsync(int runs, int stops, int seed)
    {
        using var folder = new RigFolder();
        await folder.PrepareAsync().ConfigureAwait(false);
        var random = new Random(seed);
        var stopped = 0;
        for (var stop = 1; stop <= stops; stop++)
        {
            var first = Start(folder, runs * stop / stops);
            var second = Start(folder, runs * stop / stops);
            await WhenAtWorkAsync(folder, first).ConfigureAwait(false);
            await PauseAsync(random.Next(0, 100)).ConfigureAwait(false);
            stopped += first.HasExited ? 0 : 1;
            await SignalAsync(first, "STOP").ConfigureAwait(false);
            await PauseAsync((int)(Worker.Lease * 2.2).TotalMilliseconds).ConfigureAwait(false);
            await SignalAsync(first, "CONT").ConfigureAwait(false);
            await EndAsync(first).ConfigureAwait(false);
            await EndAsync(second).ConfigureAwait(false);
        }

        return await JudgeAsync(folder, runs, stopped).ConfigureAwait(false);
    }

    private static Process Start(RigFolder folder, int runs)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Rig).Assembly.Location, "work", folder.Database, folder.Oracle, runs.ToString(CultureInfo.InvariantCulture)]);
        return Process.Start(start) ?? throw new InvalidOperationException("The worker did not start.");
    }

    /// <summary>Waits until a worker has written something down, or has ended.</summary>
    private static async Task WhenAtWorkAsync(RigFolder folder, Process worker)
    {
        var before = Oracle.LengthOf(folder.Oracle);
        while (!worker.HasExited && Oracle.LengthOf(folder.Oracle) == before)
        {
            await PauseAsync(5).ConfigureAwait(false);
        }
    }

    private static async Task EndAsync(Process worker)
    {
        using (worker)
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await worker.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                worker.Kill(); // what is stuck is counted by the judge
            }
        }
    }

    private static async Task SignalAsync(Process worker, string signal)
    {
        if (worker.HasExited)
        {
            return;
        }

        using var kill = Process.Start("kill", [$"-{signal}", worker.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().ConfigureAwait(false);
    }

    private static Task PauseAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);

    private static async Task<Verdict> JudgeAsync(RigFolder folder, int runs, int faults)
    {
        var (accepted, did) = Oracle.Read(folder.Oracle);
        using var host = Worker.Open(folder.Database);
        var reader = host.Services.GetRequiredService<IRunReader>();
        var store = host.Services.GetRequiredService<IRunStore>();
        int lost = runs - accepted.Count, stuck = 0, twice = 0;
        foreach (var id in accepted.Values)
        {
            var run = new RunId(id);
            if (await reader.FindAsync(TenantId.Default, run, CancellationToken.None).ConfigureAwait(false) is not { } head)
            {
                lost++;
                continue;
            }

            stuck += head.Status is RunStatus.Completed ? 0 : 1;
            var steps = await reader.ListStepsAsync(TenantId.Default, run, Page.First(100), CancellationToken.None).ConfigureAwait(false);
            var isSound = steps.Length == StepsOfARun && steps.Select(static step => step.NodeId).Distinct(StringComparer.Ordinal).Count() == StepsOfARun;
            var results = 0;
            await foreach (var record in store.ReadAsync(TenantId.Default, run, 1, CancellationToken.None).ConfigureAwait(false))
            {
                results += record.Input is RunInput.Completed ? 1 : 0;
            }

            twice += isSound && results == 2 ? 0 : 1;
        }

        var counts = await reader.CountAsync(TenantId.Default, DateTimeOffset.MinValue, CancellationToken.None).ConfigureAwait(false);
        return new Verdict
        {
            Runs = runs,
            Faults = faults,
            Lost = lost,
            Stuck = stuck,
            DoublyApplied = twice + (int)(counts.Started - accepted.Count),
            NeverPerformed = (2 * runs) - did.Count,
            Repeated = did.Values.Sum() - did.Count,
        };
    }
}
