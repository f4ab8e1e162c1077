using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>One event starts many workflows, each once: also when the process dies at any call of a store and the event comes again.</summary>
public sealed class TriggerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Event_ManyListen_CrashAtAnyCallAndComingAgain_StartsEachOnce()
    {
        var points = await CrashPoint.EverywhereAsync(CrashAsync, atLeast: 40);
        output.WriteLine($"{points} crashes, 0 violations");
    }

    private static async Task<bool> CrashAsync(int at, bool after)
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var open = StoreSet.MemoryPlace(time);
        var outside = new Outside();
        var workflows = new List<string>();
        await using (var author = new EngineHarness(open(), time, outside))
        {
            foreach (var conditions in new[] { "", ",\"conditions\":[{\"field\":\"priority\",\"operator\":\"equals\",\"value\":\"high\"}]", ",\"conditions\":[{\"field\":\"priority\",\"operator\":\"equals\",\"value\":\"low\"}]" })
            {
                workflows.Add(await author.PublishAsync(Canvases.Line(Canvases.Do("a")), $$"""{"type":"event","event_types":["ticket.created","ticket.updated"]{{conditions}}}"""));
            }
        }

        var point = new CrashPoint(at, after);
        await using (var dying = new EngineHarness(open().Crashing(point), time, outside))
        {
            try
            {
                await FireAsync(dying);
            }
            catch (CrashException)
            {
                // Whoever sent it got no answer and sends it again.
            }
        }

        time.Advance(EngineHarness.Lease * 2);
        await using var fresh = new EngineHarness(open(), time, outside);
        await FireAsync(fresh);
        await FireAsync(fresh);
        for (var turn = 0; turn < 3; turn++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await fresh.SettleAsync();
        }

        var runs = new List<int>();
        foreach (var workflow in workflows)
        {
            var started = await fresh.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 10, 0, CancellationToken.None);
            Assert.All(started, static run => Assert.Equal(RunStatus.Completed, run.Status));
            runs.Add(started.Length);
        }

        Assert.True(runs is [1, 1, 0], $"crash {(after ? "after" : "before")} call {at}: {string.Join(", ", runs)} runs");
        Assert.Equal(2, outside.Done.Count);
        return point.HasCrashed;
    }

    private static async Task FireAsync(EngineHarness engine)
    {
        await engine.Rules.FireAsync(new AutomationEvent { Id = "e1", Type = "ticket.created", Payload = JsonText.Parse("""{"priority":"high"}""") }, CancellationToken.None);
        await engine.SettleAsync();
    }
}
