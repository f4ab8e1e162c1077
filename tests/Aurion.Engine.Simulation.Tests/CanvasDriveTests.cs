using System.Globalization;
using Aurion.Engine.Runs;
using Aurion.Engine.Sqlite;
using Aurion.Engine.Sqlite.Tests;
using Aurion.Engine.Testing.Tests.EtagStore;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Xunit.Abstractions;

namespace Aurion.Engine.Simulation.Tests;

/// <summary>On any canvas, whatever happens in whatever order, a fresh engine at every wait: no token is lost or doubled, each wait is consumed once, budgets are kept. On three kinds of stores.</summary>
public sealed class CanvasDriveTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static int First => Number("AURION_CANVAS_FIRST") ?? 1;

    [Fact]
    public Task Drive_AnyCanvasInMemory_LosesAndDoublesNothing() => DriveAsync(60, static _ => StoreSet.MemoryPlace);

    [Fact]
    public Task Drive_AnyCanvasOnAFile_LosesAndDoublesNothing() => DriveAsync(8, static file => time => () =>
    {
        var stores = new SqliteStores(file.Options, time);
        return new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores };
    });

    [Fact]
    public Task Drive_AnyCanvasOnDocumentsWithAnEtag_LosesAndDoublesNothing() => DriveAsync(15, static _ => static time =>
    {
        var blobs = new EtagBlobs();
        return () =>
        {
            var data = new EtagData(blobs, time);
            var runs = new EtagRunStore(data);
            return new StoreSet(runs, runs, runs, new EtagApprovalStore(data), new EtagEventStore(data), new EtagMessageStore(data), new EtagDocumentStore(data));
        };
    });

    private async Task DriveAsync(int usual, Func<DatabaseFile, Func<TimeProvider, Func<StoreSet>>> placeOn)
    {
        var runs = Number("AURION_CANVAS_RUNS") ?? usual;
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var ends = new SortedDictionary<RunStatus, int>();
        var waits = 0;
        for (var seed = First; seed < First + runs; seed++)
        {
            using var file = new DatabaseFile();
            try
            {
                var story = await new CanvasDrive(seed, placeOn(file)).PlayAsync().WaitAsync(Patience, TimeProvider.System);
                waits += story.Waits;
                ends[story.Status] = ends.GetValueOrDefault(story.Status) + 1;
                foreach (var kind in story.Kinds)
                {
                    kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                }
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed} (again: AURION_CANVAS_FIRST={seed} AURION_CANVAS_RUNS=1): {exception}");
            }
        }

        output.WriteLine($"{runs} runs, {waits} fresh engines; ended {Text(ends)}; entered {Text(kinds)}");
    }

    private static string Text<TKey>(SortedDictionary<TKey, int> counts)
        where TKey : notnull => string.Join(", ", counts.Select(static count => $"{count.Key} {count.Value.ToString(CultureInfo.InvariantCulture)}"));

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
