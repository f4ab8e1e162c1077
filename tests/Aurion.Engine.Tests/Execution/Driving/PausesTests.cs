using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Workflows and tenants that are paused: nothing starts, nothing goes on, nothing is lost.</summary>
public sealed class PausesTests(ITestOutputHelper output)
{
    private const string Delay = """{"id":"d","type":"delay","config":{"duration":"PT10M"}}""";
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    /// <summary>An engine that learned of a pause a moment ago does not hold what another engine has let go on since.</summary>
    [Fact]
    public async Task Resume_AnotherEngineKnowsOfThePauseStill_HoldsNothing()
    {
        var stores = StoreSet.Memory(_time);
        await using var one = new EngineHarness(stores, _time, _outside);
        await using var other = new EngineHarness(stores, _time, _outside);
        var workflow = await one.PublishAsync(Canvases.Line(Delay, Canvases.Do("a")));
        var run = await one.StartAsync(workflow);
        await one.SettleAsync();
        await one.Workflows.PauseWorkflowAsync(TenantId.Default, workflow, null, null, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(10));
        await SettleSomeAsync(other);
        Assert.Equal(RunStatus.Paused, (await one.HeadAsync(run)).Status);

        await one.Workflows.ResumeWorkflowAsync(TenantId.Default, workflow, CancellationToken.None);
        await other.SettleAsync();

        Assert.Equal(RunStatus.Completed, (await one.HeadAsync(run)).Status);
        Assert.True((await other.Workflows.StartAsync(new StartRun { WorkflowId = workflow }, CancellationToken.None)).IsStarted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pause_WorkflowOrTenant_HoldsItsRunsUntilItGoesOn(bool whole)
    {
        var stores = StoreSet.Memory(_time);
        var boss = new Voter { Id = "boss" };
        string workflow, other;
        RunId timed, voted, free;
        await using (var first = new EngineHarness(stores, _time, _outside))
        {
            workflow = await first.PublishAsync(Canvases.Of(
                [Delay, Canvases.Do("a"), """{"id":"ok","type":"approval","config":{"approvers":["user:boss"]}}""", Canvases.Do("b")],
                """{"from":"t","to":"d"}""", """{"from":"d","to":"a"}""", """{"from":"t","to":"ok"}""", """{"from":"ok","to":"b"}"""));
            other = await first.PublishAsync(Canvases.Line(Delay, Canvases.Do("c")));
            (timed, voted) = (await first.StartAsync(workflow), await first.StartAsync(workflow));
            free = await first.StartAsync(other);
            await first.SettleAsync();
            var state = whole
                ? await first.Workflows.PauseTenantAsync(TenantId.Default, "ann", "audit", CancellationToken.None)
                : await first.Workflows.PauseWorkflowAsync(TenantId.Default, workflow, "ann", "audit", CancellationToken.None);
            Assert.True(state!.Covers(workflow));
            Assert.Equal(whole, state.Covers(other));
            Assert.Equal(StartStatus.Paused, (await first.Workflows.StartAsync(new StartRun { WorkflowId = workflow }, CancellationToken.None)).Status);
        }

        await using (var second = new EngineHarness(stores, _time, _outside))
        {
            var request = (await second.PendingAsync(boss)).Single(approval => approval.Run == voted);
            await second.DecideAsync(request.Id, boss, ApprovalDecision.Approved);
            _time.Advance(TimeSpan.FromMinutes(20));
            await SettleSomeAsync(second);
            Assert.Equal([RunStatus.Paused, RunStatus.Paused], [(await second.HeadAsync(timed)).Status, (await second.HeadAsync(voted)).Status]);
            Assert.Equal(whole ? RunStatus.Paused : RunStatus.Completed, (await second.HeadAsync(free)).Status);
            Assert.All(_outside.Calls, call => Assert.Equal(free, call.Run));
            Assert.Equal(PauseStatus.HeldByWorkflow, (await second.Workflows.ResumeRunAsync(TenantId.Default, timed, null, CancellationToken.None)).Status);
        }

        await using var third = new EngineHarness(stores, _time, _outside);
        Assert.False(whole && (await third.Workflows.ResumeWorkflowAsync(TenantId.Default, workflow, CancellationToken.None)).Tenant is null);
        var left = whole
            ? await third.Workflows.ResumeTenantAsync(TenantId.Default, CancellationToken.None)
            : await third.Workflows.ResumeWorkflowAsync(TenantId.Default, workflow, CancellationToken.None);
        Assert.False(left.Covers(workflow));
        await third.SettleAsync();
        Assert.Equal("t d ok a", await third.PathAsync(timed));
        Assert.Equal("t d ok b a", await third.PathAsync(voted));
        Assert.Equal(RunStatus.Completed, (await third.HeadAsync(free)).Status);
        Assert.Equal(StartStatus.Started, (await third.Workflows.StartAsync(new StartRun { WorkflowId = workflow }, CancellationToken.None)).Status);
        Assert.Null(await third.Workflows.PauseWorkflowAsync(TenantId.Default, "wf_none", null, null, CancellationToken.None));
    }

    [Fact]
    public async Task Pause_RunThatAPersonHolds_StaysHeldWhenTheWorkflowGoesOn()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await engine.PublishAsync(Canvases.Line(Delay, Canvases.Do("a")));
        var run = await engine.StartAsync(workflow);
        await engine.SettleAsync();
        await engine.Workflows.PauseWorkflowAsync(TenantId.Default, workflow, null, null, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(10));
        await SettleSomeAsync(engine);
        await engine.Workflows.PauseRunAsync(TenantId.Default, run, "ann", null, CancellationToken.None);
        await SettleSomeAsync(engine);

        await engine.Workflows.ResumeWorkflowAsync(TenantId.Default, workflow, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal(RunStatus.Paused, (await engine.HeadAsync(run)).Status);
        Assert.Equal(PauseStatus.GoesOn, (await engine.Workflows.ResumeRunAsync(TenantId.Default, run, "ann", CancellationToken.None)).Status);
        await engine.SettleAsync();
        Assert.Equal("t d a", await engine.PathAsync(run));
    }

    [Fact]
    public async Task Pause_OnAnotherNode_IsKnownWithinASecond()
    {
        var stores = StoreSet.Memory(_time);
        await using var one = new EngineHarness(stores, _time, _outside);
        await using var other = new EngineHarness(stores, _time, _outside);
        var workflow = await one.PublishAsync(Canvases.Line(Canvases.Do("a")));
        await one.StartAsync(workflow);
        await other.Workflows.PauseWorkflowAsync(TenantId.Default, workflow, null, null, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(StartStatus.Paused, (await one.Workflows.StartAsync(new StartRun { WorkflowId = workflow }, CancellationToken.None)).Status);
        Assert.Equal(StartStatus.Paused, (await other.Workflows.StartAsync(new StartRun { WorkflowId = workflow }, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Pause_EventComes_IsSkippedAndTheReasonIsKept()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await engine.PublishAsync(Canvases.Line(Canvases.Do("a")), """{"type":"event","event_types":["ticket.created"]}""");
        await engine.Workflows.PauseWorkflowAsync(TenantId.Default, workflow, null, null, CancellationToken.None);
        await engine.Rules.FireAsync(new AutomationEvent { Id = "e1", Type = "ticket.created", Payload = JsonText.EmptyObject }, CancellationToken.None);
        await engine.SettleAsync();

        Assert.Empty(await engine.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 10, 0, CancellationToken.None));
        Assert.Equal($"start/e1/{workflow}", Assert.Single(await engine.Stores.Messages.ListDeadAsync(TenantId.Default, Page.First(10), CancellationToken.None)).Id);
    }

    [Fact]
    public async Task Pause_CrashAtAnyCall_NoRunIsLeftBehind()
    {
        var points = await CrashPoint.EverywhereAsync(CrashAsync, atLeast: 40);
        output.WriteLine($"{points} crashes, 0 runs left behind");
    }

    private static async Task<bool> CrashAsync(int at, bool after)
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var open = StoreSet.MemoryPlace(time);
        var outside = new Outside();
        string workflow;
        RunId run;
        await using (var author = new EngineHarness(open(), time, outside))
        {
            workflow = await author.PublishAsync(Canvases.Line(Delay, Canvases.Do("a"), Canvases.Do("b")));
            run = await author.StartAsync(workflow);
            await author.SettleAsync();
        }

        var point = new CrashPoint(at, after);
        await using (var dying = new EngineHarness(open().Crashing(point), time, outside))
        {
            try
            {
                await dying.Workflows.PauseWorkflowAsync(TenantId.Default, workflow, null, null, CancellationToken.None);
                time.Advance(TimeSpan.FromMinutes(10));
                await SettleSomeAsync(dying);
                await dying.Workflows.ResumeWorkflowAsync(TenantId.Default, workflow, CancellationToken.None);
                await dying.SettleAsync();
            }
            catch (CrashException)
            {
                // A fresh engine goes on; whoever got no answer asks again.
            }
        }

        await using var fresh = new EngineHarness(open(), time, outside);
        var paused = await fresh.Workflows.FindPausesAsync(TenantId.Default, CancellationToken.None);
        if (paused.Covers(workflow))
        {
            await fresh.Workflows.ResumeWorkflowAsync(TenantId.Default, workflow, CancellationToken.None);
        }

        for (var turn = 0; turn < 4; turn++)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            await fresh.SettleAsync();
        }

        var head = await fresh.HeadAsync(run);
        Assert.True(head.Status is RunStatus.Completed, $"crash {(after ? "after" : "before")} call {at}: {head.Status}");
        Assert.Equal(2, outside.Done.Count);
        return point.HasCrashed;
    }

    /// <summary>Works for a while: messages that wait for the end of a pause come again and again.</summary>
    private static async Task SettleSomeAsync(EngineHarness engine)
    {
        for (var round = 0; round < 6; round++)
        {
            await engine.Worker.WorkOnceAsync(CancellationToken.None);
        }
    }
}
