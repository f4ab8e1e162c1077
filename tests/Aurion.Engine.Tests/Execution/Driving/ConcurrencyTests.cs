using System.Collections.Concurrent;
using System.Globalization;
using Aurion.Engine.Actions;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Of the runs that share a key only so many are at work at once: also when they start in parallel, fail, are retried, and when processes die.</summary>
public sealed class ConcurrencyTests(ITestOutputHelper output)
{
    private const string Delay = """{"id":"d","type":"delay","config":{"duration":"PT10M"}}""";
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    [Fact]
    public async Task Queue_LimitIsReached_EachWaitsItsTurnInTheOrderOfStarting()
    {
        var stores = StoreSet.Memory(_time);
        var runs = new List<RunId>();
        await using (var first = new EngineHarness(stores, _time, _outside))
        {
            var workflow = await PublishAsync(first, Canvases.Line(Canvases.Do("a"), Delay, Canvases.Do("b")), "queue");
            for (var number = 0; number < 4; number++)
            {
                runs.Add(await first.StartAsync(workflow, """{"k":"x"}"""));
            }

            runs.Add(await first.StartAsync(workflow, """{"k":"y"}"""));
            await first.SettleAsync();
            Assert.Equal(
                [RunStatus.Waiting, RunStatus.Pending, RunStatus.Pending, RunStatus.Pending, RunStatus.Waiting],
                await Task.WhenAll(runs.Select(async run => (await first.HeadAsync(run)).Status)));
        }

        for (var turn = 0; turn < 4; turn++)
        {
            await using var fresh = new EngineHarness(stores, _time, _outside);
            _time.Advance(TimeSpan.FromMinutes(10));
            await fresh.SettleAsync();
            await RecordedRun.CheckAsync(fresh, runs[3]); // also while it has asked again, and waits still
        }

        await using var judge = new EngineHarness(stores, _time, _outside);
        Assert.All(await Task.WhenAll(runs.Select(judge.HeadAsync)), static head => Assert.Equal(RunStatus.Completed, head.Status));
        var order = _outside.Calls.Where(call => call.Run != runs[4]).Select(call => runs.IndexOf(call.Run!.Value));
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], order);
    }

    [Fact]
    public async Task Skip_LimitIsReached_AnswersWhoHoldsTheKey()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await PublishAsync(engine, Canvases.Line(Delay), "skip");
        var holder = await engine.StartAsync(workflow, """{"k":"x"}""", key: "first");

        foreach (var key in new[] { null, "second" })
        {
            var skipped = await engine.Workflows.StartAsync(new StartRun { WorkflowId = workflow, Payload = JsonText.Parse("""{"k":"x"}"""), StartKey = key }, CancellationToken.None);
            Assert.Equal((StartStatus.Skipped, holder, false), (skipped.Status, skipped.Holder!.Value, skipped.IsStarted));
        }

        Assert.Equal(holder, await engine.StartAsync(workflow, """{"k":"x"}""", key: "first"));
        await engine.SettleAsync();
        var others = await engine.Workflows.ListRunsAsync(TenantId.Default, workflow, RunStatus.Cancelled, 10, 0, CancellationToken.None);
        Assert.Contains(holder.Value, Assert.Single(others).Error, StringComparison.Ordinal); // a start under a key leaves its trace

        _time.Advance(TimeSpan.FromMinutes(10));
        await engine.SettleAsync();
        Assert.NotEqual(holder, await engine.StartAsync(workflow, """{"k":"x"}"""));
    }

    [Fact]
    public async Task Replace_LimitIsReached_CancelsTheHolderAndWhoeverWaits()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await PublishAsync(engine, Canvases.Line(Canvases.Do("a", "\"hangs\":true"), Canvases.Do("b")), "replace");
        var runs = new List<RunId>();
        for (var number = 0; number < 3; number++)
        {
            runs.Add(await engine.StartAsync(workflow, """{"k":"x"}"""));
        }

        await UntilAsync(async () =>
        {
            _time.Advance(EngineHarness.Lease / 3); // what is told before a run is driven is heard with the next heartbeat
            await engine.Worker.DeliverMessagesAsync(CancellationToken.None);
            await engine.Worker.ClaimRunsAsync(CancellationToken.None);
            return _outside.Calls.Any(call => call.Run == runs[2]);
        });

        Assert.Equal([RunStatus.Cancelled, RunStatus.Cancelled, RunStatus.Running], await Task.WhenAll(runs.Select(async run => (await engine.HeadAsync(run)).Status)));
    }

    [Fact]
    public async Task Retry_PlaceIsTaken_WaitsForItsTurn()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await PublishAsync(engine, Canvases.Line(Canvases.Do("a", "\"fails_first\":true"), Delay), "queue");
        var failed = await engine.StartAsync(workflow, """{"k":"x"}""");
        await engine.SettleAsync();
        var other = await engine.StartAsync(workflow, """{"k":"x"}""");
        await engine.SettleAsync();
        Assert.Equal([RunStatus.Failed, RunStatus.Failed], [(await engine.HeadAsync(failed)).Status, (await engine.HeadAsync(other)).Status]);
        await engine.Workflows.RetryRunAsync(TenantId.Default, other, null, null, CancellationToken.None);
        await engine.SettleAsync();

        await engine.Workflows.RetryRunAsync(TenantId.Default, failed, null, null, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal((RunStatus.Waiting, RunStatus.Pending), ((await engine.HeadAsync(other)).Status, (await engine.HeadAsync(failed)).Status));

        _time.Advance(TimeSpan.FromMinutes(10));
        await engine.SettleAsync();
        Assert.Equal((RunStatus.Completed, RunStatus.Waiting), ((await engine.HeadAsync(other)).Status, (await engine.HeadAsync(failed)).Status));
        Assert.Equal("t a a d", await engine.PathAsync(failed));
    }

    [Fact]
    public async Task Pause_RunThatWaitsItsTurn_BeginsWhenItGoesOn()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await PublishAsync(engine, Canvases.Line(Delay, Canvases.Do("a")), "queue");
        await engine.StartAsync(workflow, """{"k":"x"}""");
        var second = await engine.StartAsync(workflow, """{"k":"x"}""");
        await engine.SettleAsync();
        await engine.Workflows.PauseRunAsync(TenantId.Default, second, null, null, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(10));
        await engine.SettleAsync();
        Assert.Equal(RunStatus.Paused, (await engine.HeadAsync(second)).Status);
        Assert.Empty(await engine.StepsAsync(second));

        await engine.Workflows.ResumeRunAsync(TenantId.Default, second, null, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal("t d", await engine.PathAsync(second));
    }

    [Theory]
    [InlineData("queue", 1)]
    [InlineData("queue", 3)]
    [InlineData("skip", 2)]
    [InlineData("replace", 1)]
    [InlineData("replace", 2)]
    public async Task Start_ManyAtOnceOnTwoEngines_NeverMoreThanTheLimitAreAtWork(string onConflict, int limit)
    {
        var random = new Random(limit * 7);
        var most = 0;
        var runs = 0;
        for (var round = 0; round < 6; round++)
        {
            var stores = StoreSet.Memory(_time);
            var outside = new Outside();
            var meter = new Meter();
            await using var one = Engine(stores, outside, meter);
            await using var other = Engine(stores, outside, meter);
            var workflow = await PublishAsync(one, Canvases.Line("""{"id":"in","type":"action","config":{"type":"in"}}""", Canvases.Do("a"), Delay, """{"id":"out","type":"action","config":{"type":"out","fails":"{{f}}"}}"""), onConflict, limit);
            await Task.WhenAll(Enumerable.Range(0, 24).Select(number => (number, Key: random.Next(2), Fails: random.Next(4) == 0, Engine: random.Next(2) == 0 ? one : other)).Select(start => Task.Run(async () =>
                await start.Engine.Workflows.StartAsync(
                    new StartRun
                    {
                        WorkflowId = workflow,
                        StartKey = start.number % 2 == 0 ? start.number.ToString(CultureInfo.InvariantCulture) : null,
                        Payload = JsonText.Parse($$"""{"k":"{{start.Key}}","f":{{(start.Fails ? "true" : "false")}}}"""),
                    },
                    CancellationToken.None))));
            for (var turn = 0; turn < 30; turn++)
            {
                await Task.WhenAll(one.SettleAsync(), other.SettleAsync());
                _time.Advance(TimeSpan.FromMinutes(10));
            }

            most = Math.Max(most, meter.Most);
            var all = await one.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 100, 0, CancellationToken.None);
            runs += all.Length;
            Assert.All(all, static run => Assert.True(run.IsFinished, $"{run.Status}, due {run.DueAt}"));
            Assert.True(onConflict != "queue" || all.All(static run => run.Status is RunStatus.Completed or RunStatus.Failed));
            Assert.Contains(all, static run => run.Status is RunStatus.Completed or RunStatus.Failed);
        }

        Assert.InRange(most, 1, limit);
        output.WriteLine($"{onConflict} {limit}: {runs} runs, at most {most} at work");
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("skip")]
    [InlineData("replace")]
    public async Task Start_CrashAtAnyCall_PlacesAreNeitherLostNorTakenTwice(string onConflict)
    {
        var points = await CrashPoint.EverywhereAsync((at, after) => CrashAsync(onConflict, at, after), atLeast: 40);
        output.WriteLine($"{onConflict}: {points} crashes, 0 violations");
    }

    private static async Task<bool> CrashAsync(string onConflict, int at, bool after)
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var open = StoreSet.MemoryPlace(time);
        var outside = new Outside();
        var meter = new Meter();
        string workflow;
        await using (var author = Engine(open(), outside, meter, time))
        {
            workflow = await PublishAsync(author, Canvases.Line("""{"id":"in","type":"action","config":{"type":"in"}}""", Delay, """{"id":"out","type":"action","config":{"type":"out"}}"""), onConflict);
        }

        var point = new CrashPoint(at, after);
        await using (var dying = Engine(open().Crashing(point), outside, meter, time))
        {
            await TellAsync(dying, workflow, time);
        }

        time.Advance(EngineHarness.Lease * 2);
        await using var fresh = Engine(open(), outside, meter, time);
        await TellAsync(fresh, workflow, time);
        for (var turn = 0; turn < 6; turn++)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            await fresh.SettleAsync();
        }

        var all = await fresh.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 10, 0, CancellationToken.None);
        var when = $"{onConflict}, crash {(after ? "after" : "before")} call {at}";
        Assert.True(all.All(static run => run.IsFinished), $"{when}: {string.Join(", ", all.Select(static run => $"{run.Status} due {run.DueAt}"))}");
        Assert.True(meter.Most <= 1, $"{when}: {meter.Most} at once");
        Assert.True(all.Any(static run => run.Status is RunStatus.Completed), $"{when}: none was done");
        Assert.True(onConflict != "queue" || all is [{ Status: RunStatus.Completed }, { Status: RunStatus.Completed }], $"{when}: {all.Length} runs");

        // The place is free again: one more comes in at once.
        var last = await fresh.StartAsync(workflow, """{"k":"x"}""");
        await fresh.SettleAsync();
        Assert.True((await fresh.HeadAsync(last)).Status is RunStatus.Waiting, $"{when}: the place was lost");
        return point.HasCrashed;
    }

    private static async Task TellAsync(EngineHarness engine, string workflow, FakeTimeProvider time)
    {
        try
        {
            foreach (var key in new[] { "one", "two" })
            {
                await engine.Workflows.StartAsync(new StartRun { WorkflowId = workflow, Payload = JsonText.Parse("""{"k":"x"}"""), StartKey = key }, CancellationToken.None);
                await engine.SettleAsync();
            }

            time.Advance(TimeSpan.FromMinutes(10));
            await engine.SettleAsync();
        }
        catch (CrashException)
        {
            // A fresh engine goes on.
        }
    }

    private EngineHarness Engine(StoreSet stores, Outside outside, Meter meter) => Engine(stores, outside, meter, _time);

    private static EngineHarness Engine(StoreSet stores, Outside outside, Meter meter, FakeTimeProvider time) => new(stores, time, outside, more: builder =>
    {
        builder.Services.AddSingleton(meter);
        builder.AddAction<MeteredHandler>("in").AddAction<MeteredHandler>("out");
    });

    private static async Task<string> PublishAsync(EngineHarness engine, string canvas, string onConflict, int limit = 1)
    {
        var id = await engine.PublishAsync(canvas);
        var patch = $$$"""{"concurrency":{"key":"{{k}}","limit":{{{limit}}},"on_conflict":"{{{onConflict}}}"}}""";
        await engine.Workflows.UpdateAsync(TenantId.Default, id, JsonText.Parse(patch), null, CancellationToken.None);
        return id;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "It did not happen within 30 s.");
            await Task.Yield();
        }
    }

    /// <summary>Counts, outside of the engine, who of a key is between its first and its last action.</summary>
    private sealed class Meter
    {
        private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _inside = new(StringComparer.Ordinal);
        private int _most;

        public int Most => Volatile.Read(ref _most);

        public void Count(ActionRequest request)
        {
            var runs = _inside.GetOrAdd(request.Payload!.Element.GetProperty("k").GetString()!, static _ => new(StringComparer.Ordinal));
            if (request.Type == "out")
            {
                runs.TryRemove(request.Run!.Value.Value, out _);
                return;
            }

            runs[request.Run!.Value.Value] = true;
            for (var most = Most; runs.Count > most; most = Most)
            {
                Interlocked.CompareExchange(ref _most, runs.Count, most);
            }
        }

        /// <summary>A run that was cancelled is at work no longer, though it never came to its last action.</summary>
        public void Forget(Func<string, bool> isOver)
        {
            foreach (var runs in _inside.Values)
            {
                foreach (var run in runs.Keys.Where(isOver))
                {
                    runs.TryRemove(run, out _);
                }
            }
        }
    }

    private sealed class MeteredHandler(Meter meter, WorkflowEngine workflows) : IActionHandler
    {
        public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
        {
            if (request.Type == "in")
            {
                var cancelled = await workflows.ListRunsAsync(TenantId.Default, await WorkflowOfAsync(request), RunStatus.Cancelled, 200, 0, cancellationToken);
                meter.Forget(run => cancelled.Any(head => head.Run.Value == run));
            }

            meter.Count(request);
            return request.Parameters.Element.TryGetProperty("fails", out var fails) && fails.ValueKind is System.Text.Json.JsonValueKind.True
                ? ActionResult.Failed("It fails.")
                : ActionResult.Completed();
        }

        private async ValueTask<string> WorkflowOfAsync(ActionRequest request) =>
            (await workflows.FindRunAsync(TenantId.Default, request.Run!.Value, CancellationToken.None))!.WorkflowId;
    }
}
