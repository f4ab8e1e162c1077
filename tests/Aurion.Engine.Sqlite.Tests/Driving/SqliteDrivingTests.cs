using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Aurion.Engine.Sqlite.Tests.Driving;

/// <summary>What the engine's own tests prove in memory, on a file: each engine opens it anew.</summary>
public sealed class SqliteDrivingTests(ITestOutputHelper output) : IDisposable
{
    private readonly List<DatabaseFile> _files = [];

    /// <summary>Gets a value indicating whether every crash point is tried, rather than a sample.</summary>
    private static bool IsLarge => Environment.GetEnvironmentVariable("AURION_LARGE_TESTS") is "1";

    public static TheoryData<string> Names => [.. CrashScenarios.All.Keys];

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    [Fact]
    public async Task Onboarding_NewHire_RunsEveryStepOnce()
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var (open, outside) = (Place(time), new Outside());
        RunId run;
        await using (var first = new EngineHarness(open(), time, outside))
        {
            run = await first.StartAsync(await first.PublishAsync(Canvases.Onboarding), """{"category":"Onboarding","priority":"high"}""");
            await first.SettleAsync();
        }

        await using var second = new EngineHarness(open(), time, outside);
        Assert.Equal(RunStatus.Completed, (await second.HeadAsync(run)).Status);
        Assert.Equal("start check create_accounts notify", await second.PathAsync(run));
        Assert.Equal(["create_ticket", "send_notification"], outside.Calls.Select(static call => call.Type));
    }

    [Fact]
    public async Task Approval_FiftyDecideAtOnce_ExactlyOneOutcomeStands()
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var runs = FiftyDeciders.Runs(usual: 10);

        var wrong = await FiftyDeciders.PlayAsync(Place(time), time, runs);

        output.WriteLine($"50 deciders x {runs} runs on a file: {wrong.Count} runs with other than one decision");
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Crash_AtCallsOfAFile_LosesAndRepeatsNothing(string name)
    {
        var points = 0;
        foreach (var after in new[] { false, true })
        {
            for (var at = 1; await CrashScenarios.All[name].PlayAsync(Place, at, after); at += IsLarge ? 1 : 7)
            {
                points++;
            }
        }

        Assert.True(points > 10, $"Only {points} points.");
        output.WriteLine($"{name}: {points} crashes, 0 violations");
    }

    [Fact]
    public async Task Drive_RandomCanvases_EndWaitOrFailAndRecordNoStepTwice()
    {
        for (var seed = 0; seed < (IsLarge ? 500 : 5); seed++)
        {
            var wrong = await new RandomDrive(seed, Place).PlayAsync();
            Assert.True(wrong is null, wrong);
        }
    }

    private Func<StoreSet> Place(TimeProvider time)
    {
        var file = new DatabaseFile();
        _files.Add(file);
        return () =>
        {
            var stores = new SqliteStores(file.Options, time);
            return new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores };
        };
    }
}
