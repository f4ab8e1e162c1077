using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>What the engine's own tests prove in memory, on a store: each engine opens it anew.</summary>
public abstract class StoredDrivingTests(ITestOutputHelper output) : StoredTests
{
    public static TheoryData<string> Names => [.. CrashScenarios.All.Keys];

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

        output.WriteLine($"50 deciders x {runs} runs on a store: {wrong.Count} runs with other than one decision");
        Assert.Empty(wrong);
    }

    /// <summary>Several workers, each with its own opening of the store, run the same time rule at the same time, episode after episode.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task TimeRules_SeveralWorkersAtOnce_FireEachEpisodeOnce(int workers)
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var (open, outside, conversations, count) = (Place(time), new Outside(), new TestConversations(), IsLarge ? 1000 : 60);
        await using var first = new EngineHarness(open(), time, outside, conversations);
        var rule = await first.Rules.CreateAsync(TenantId.Default, JsonText.Parse("""
            {"name":"r","execution_mode":"time","time_condition":{"older_than_minutes":60,"status":["open"]},"actions":[{"type":"set_field","field":"n","mode":"increment"},{"type":"do"}]}
            """), CancellationToken.None);
        for (var episode = 1; episode <= 2; episode++)
        {
            for (var number = 0; number < count; number++)
            {
                conversations.Put($"c{number}", $$"""{"status":"open","status_changed_at":"{{time.GetUtcNow():O}}","n":0}""");
            }

            time.Advance(TimeSpan.FromHours(1));
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
            {
                await using var worker = new EngineHarness(open(), time, outside, conversations);
                await worker.Rules.RunTimeRulesAsync(TenantId.Default, null, CancellationToken.None);
            })));
            Assert.All(Enumerable.Range(0, count), number => Assert.Contains("\"n\":1", conversations.FieldsOf($"c{number}"), StringComparison.Ordinal));
        }

        Assert.Equal((2 * count, 2 * count), (outside.Calls.Count, conversations.Applied.Count));
        Assert.Equal(2 * count, (await first.Rules.FindAsync(TenantId.Default, rule.Rule.Id, CancellationToken.None))!.ExecutionCount);
        output.WriteLine($"{workers} workers, {count} conversations, 2 episodes: fired {outside.Calls.Count}, none twice, none missed");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Crash_AtCallsOfAStore_LosesAndRepeatsNothing(string name)
    {
        var points = 0;
        foreach (var after in new[] { false, true })
        {
            for (var at = 1; await CrashScenarios.All[name].PlayAsync(Place, at, after); at += IsLarge ? 1 : StoreGround.CrashStep)
            {
                points++;
            }
        }

        Assert.True(points >= StoreGround.LeastCrashes, $"Only {points} points.");
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
}
