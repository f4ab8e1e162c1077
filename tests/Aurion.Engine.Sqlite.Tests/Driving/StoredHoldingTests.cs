using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Runs that are paused, retried and limited, on a store that each engine opens anew.</summary>
public abstract class StoredHoldingTests : StoredTests
{
    private const string Delay = """{"id":"d","type":"delay","config":{"duration":"PT10M"}}""";
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();
    private Func<StoreSet>? _open;

    [Fact]
    public async Task Run_PausedResumedFailedAndRetried_SurvivesAFreshEngineEachTime()
    {
        RunId run;
        await using (var engine = Engine())
        {
            run = await engine.StartAsync(await engine.PublishAsync(Canvases.Line(Delay, Canvases.Do("a", "\"fails_first\":true"), Canvases.Do("b"))));
            await engine.SettleAsync();
            await engine.Workflows.PauseRunAsync(TenantId.Default, run, "ann", null, CancellationToken.None);
        }

        _time.Advance(TimeSpan.FromMinutes(20));
        await using (var engine = Engine())
        {
            await engine.SettleAsync();
            Assert.Equal(RunStatus.Paused, (await engine.HeadAsync(run)).Status);
            await engine.Workflows.ResumeRunAsync(TenantId.Default, run, "ann", CancellationToken.None);
        }

        await using (var engine = Engine())
        {
            await engine.SettleAsync();
            Assert.Equal(RunStatus.Failed, (await engine.HeadAsync(run)).Status);
            Assert.Equal(RetryStatus.Retried, (await engine.Workflows.RetryRunAsync(TenantId.Default, run, "a", "ann", CancellationToken.None)).Status);
        }

        await using var judge = Engine();
        await judge.SettleAsync();
        Assert.Equal("t d a a b", await judge.PathAsync(run));
        Assert.Equal(RunStatus.Completed, (await judge.HeadAsync(run)).Status);
    }

    [Fact]
    public async Task Runs_OfOneKey_StartInParallelAndWorkOneAfterTheOther()
    {
        string workflow;
        await using (var engine = Engine())
        {
            workflow = await engine.PublishAsync(Canvases.Line(Canvases.Do("a"), Delay, Canvases.Do("b")));
            await engine.Workflows.UpdateAsync(TenantId.Default, workflow, JsonText.Parse("""{"concurrency":{"key":"{{k}}","limit":1}}"""), null, CancellationToken.None);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => engine.StartAsync(workflow, """{"k":"x"}"""))));
        }

        for (var turn = 0; turn < 8; turn++)
        {
            await using var fresh = Engine();
            await fresh.SettleAsync();
            var waiting = await fresh.Workflows.ListRunsAsync(TenantId.Default, workflow, RunStatus.Waiting, 50, 0, CancellationToken.None);
            Assert.True(waiting.Length <= 1, $"{waiting.Length} at work");
            _time.Advance(TimeSpan.FromMinutes(10));
        }

        await using var judge = Engine();
        Assert.Equal(6, (await judge.Workflows.ListRunsAsync(TenantId.Default, workflow, RunStatus.Completed, 50, 0, CancellationToken.None)).Length);
        var calls = _outside.Calls.Select(static call => call.Run!.Value.Value).ToArray();
        Assert.Equal(12, calls.Length);
        Assert.All(calls.Chunk(2), static pair => Assert.Equal(pair[0], pair[1])); // one run after the other, never mixed
    }

    [Fact]
    public async Task Workflow_Paused_HoldsItsRunsUntilItGoesOn()
    {
        string workflow;
        RunId run;
        await using (var engine = Engine())
        {
            workflow = await engine.PublishAsync(Canvases.Line(Delay, Canvases.Do("a")));
            run = await engine.StartAsync(workflow);
            await engine.SettleAsync();
            await engine.Workflows.PauseWorkflowAsync(TenantId.Default, workflow, null, null, CancellationToken.None);
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        await using (var engine = Engine())
        {
            await engine.Worker.WorkOnceAsync(CancellationToken.None);
            Assert.Equal(RunStatus.Paused, (await engine.HeadAsync(run)).Status);
            Assert.Equal(StartStatus.Paused, (await engine.Workflows.StartAsync(new StartRun { WorkflowId = workflow }, CancellationToken.None)).Status);
            await engine.Workflows.ResumeWorkflowAsync(TenantId.Default, workflow, CancellationToken.None);
        }

        await using var judge = Engine();
        await judge.SettleAsync();
        Assert.Equal("t d a", await judge.PathAsync(run));
    }

    private EngineHarness Engine() => new((_open ??= Place(_time))(), _time, _outside);
}
