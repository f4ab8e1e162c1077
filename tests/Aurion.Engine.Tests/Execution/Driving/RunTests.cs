using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class RunTests
{
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();
    private readonly TestConversations _conversations = new();

    [Fact]
    public async Task Delay_TimePasses_GoesOnNeverEarly()
    {
        var stores = StoreSet.Memory(_time);
        await using var first = new EngineHarness(stores, _time, _outside);
        var run = await first.StartAsync(await first.PublishAsync(Canvases.Line("""{"id":"d","type":"delay","config":{"duration":"P2D"}}""", Canvases.Do("a"))));
        await first.SettleAsync();
        Assert.Equal(EngineHarness.Noon.AddDays(2), (await first.HeadAsync(run)).DueAt);

        _time.Advance(TimeSpan.FromDays(2) - TimeSpan.FromTicks(1));
        await first.SettleAsync();
        Assert.Equal("t d", await first.PathAsync(run));
        _time.Advance(TimeSpan.FromTicks(1));
        await using var second = new EngineHarness(stores, _time, _outside);
        await second.SettleAsync();

        Assert.Equal("t d a", await second.PathAsync(run));
        Assert.Equal(RunStatus.Completed, (await second.HeadAsync(run)).Status);
    }

    [Fact]
    public async Task Action_FailsForNow_IsTriedAgainAfterDurablePauses()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        const string retry = "\"fails_until\":3,\"retry\":{\"max_attempts\":5,\"backoff\":\"fixed\",\"initial\":\"PT10S\",\"jitter\":false}";
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Line(Canvases.Do("a", retry))));

        await engine.SettleAsync();
        Assert.Single(_outside.Calls);
        _time.Advance(TimeSpan.FromSeconds(9));
        await engine.SettleAsync();
        Assert.Single(_outside.Calls);
        _time.Advance(TimeSpan.FromSeconds(1));
        await engine.SettleAsync();
        Assert.Equal(2, _outside.Calls.Count);
        _time.Advance(TimeSpan.FromSeconds(10));
        await engine.SettleAsync();

        Assert.Equal(RunStatus.Completed, (await engine.HeadAsync(run)).Status);
        Assert.Equal([1, 2, 3], _outside.Calls.Select(static call => call.Attempt));
        Assert.Single(_outside.Calls.Select(static call => call.IdempotencyKey).Distinct());
        Assert.Equal(3, (await engine.StepsAsync(run))[1].Attempt);
    }

    [Fact]
    public async Task Action_FailsForGood_LeavesByItsErrorPortOrFailsTheRun()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var handled = Canvases.Of(
            [Canvases.Do("a", "\"fails\":true"), Canvases.Do("b"), Canvases.Do("c")],
            """{"from":"t","to":"a"}""", """{"from":"a","to":"b"}""", """{"from":"a","to":"c","condition":"error"}""");
        var one = await engine.StartAsync(await engine.PublishAsync(handled));
        var other = await engine.StartAsync(await engine.PublishAsync(Canvases.Line(Canvases.Do("a", "\"fails\":true"), Canvases.Do("b"))));
        await engine.SettleAsync();

        Assert.Equal("t a c", await engine.PathAsync(one));
        Assert.Equal(RunStatus.Completed, (await engine.HeadAsync(one)).Status);
        Assert.Equal("t a", await engine.PathAsync(other));
        var head = await engine.HeadAsync(other);
        Assert.Equal(RunStatus.Failed, head.Status);
        Assert.Contains("It can't be done.", head.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FailsWhileAnotherHandlerIsAtWork_RecordsItsResultAndBeginsNothing()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var canvas = Canvases.Of(
            [Canvases.Do("a", "\"waits\":true"), Canvases.Do("b", "\"fails\":true"), Canvases.Do("c")],
            """{"from":"t","to":"a"}""", """{"from":"t","to":"b"}""", """{"from":"a","to":"c"}""");
        var run = await engine.StartAsync(await engine.PublishAsync(canvas));
        await UntilAsync(async () => (await engine.HeadAsync(run)).Status is RunStatus.Failed);

        _outside.Gate.SetResult();
        await engine.SettleAsync();

        Assert.Equal(RunStatus.Failed, (await engine.HeadAsync(run)).Status);
        Assert.Equal("t a b", await engine.PathAsync(run));
        Assert.Equal(StepStatus.Completed, (await engine.StepsAsync(run)).Single(static step => step.NodeId == "a").Status);
        Assert.Single(_outside.Done);
    }

    [Fact]
    public async Task Action_HandlerThrows_IsAFailedAttemptWithoutItsSecrets()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Line(Canvases.Do("a", "\"throws_until\":2"))));
        await engine.SettleAsync();

        var head = await engine.HeadAsync(run);
        Assert.Equal(RunStatus.Failed, head.Status);
        Assert.Contains("InvalidOperationException", head.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", head.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Action_TakesTooLong_IsAFailedAttempt()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Line(Canvases.Do("a", "\"hangs\":true,\"timeout\":\"PT5S\""))));
        await UntilAsync(() => !_outside.Calls.IsEmpty);

        await UntilAsync(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            return (await engine.HeadAsync(run)).IsFinished;
        });

        Assert.Contains("longer than the 5 s", (await engine.HeadAsync(run)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_HandlerIsAtWork_StopsItAndClosesTheApproval()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var canvas = Canvases.Of(
            [Canvases.Do("a", "\"hangs\":true"), """{"id":"ok","type":"approval","config":{"approvers":["user:boss"]}}"""],
            """{"from":"t","to":"a"}""", """{"from":"t","to":"ok"}""");
        var run = await engine.StartAsync(await engine.PublishAsync(canvas));
        await UntilAsync(() => !_outside.Calls.IsEmpty);
        var request = Assert.Single(await engine.PendingAsync(new Voter { Id = "boss" }));

        var result = await engine.Workflows.CancelRunAsync(TenantId.Default, run, "u1", "no need", CancellationToken.None);
        await engine.SettleAsync();

        Assert.Equal((CancelStatus.Cancelled, RunStatus.Cancelled), (result.Status, result.Run!.Status));
        Assert.Equal([StepStatus.Completed, StepStatus.Cancelled, StepStatus.Cancelled], (await engine.StepsAsync(run)).Select(static step => step.Status).Order());
        Assert.Empty(_outside.Done);
        Assert.Equal(DecideStatus.AlreadyClosed, (await engine.DecideAsync(request.Id, new Voter { Id = "boss" }, ApprovalDecision.Approved)).Status);
        Assert.Equal(CancelStatus.AlreadyFinished, (await engine.Workflows.CancelRunAsync(TenantId.Default, run, null, null, CancellationToken.None)).Status);
        Assert.Equal(CancelStatus.Unknown, (await engine.Workflows.CancelRunAsync(TenantId.Default, new RunId("run_none"), null, null, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Cancel_RunIsDrivenElsewhere_ItsWorkerIsToldByTheHeartbeat()
    {
        var stores = StoreSet.Memory(_time);
        await using var owner = new EngineHarness(stores, _time, _outside);
        await using var other = new EngineHarness(stores, _time, _outside);
        var run = await owner.StartAsync(await owner.PublishAsync(Canvases.Line(Canvases.Do("a", "\"hangs\":true"), Canvases.Do("b"))));
        await UntilAsync(() => !_outside.Calls.IsEmpty);

        await other.Workflows.CancelRunAsync(TenantId.Default, run, null, null, CancellationToken.None);
        var idle = owner.Worker.WhenIdleAsync(CancellationToken.None);
        await UntilAsync(() =>
        {
            _time.Advance(EngineHarness.Lease / 3);
            return idle.IsCompleted;
        });

        Assert.Equal(RunStatus.Cancelled, (await owner.HeadAsync(run)).Status);
        Assert.Equal("t a", await owner.PathAsync(run));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task FieldAction_ConversationIsKnown_IsPatchedOnceWhateverConflicts(int conflicts)
    {
        _conversations.Put("c1", """{"priority":"low"}""");
        _conversations.ConflictsToCome = conflicts;
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside, _conversations);
        var canvas = Canvases.Line(
            """{"id":"p","type":"action","config":{"type":"set_priority","priority":"high"}}""",
            """{"id":"c","type":"condition","config":{"field":"priority","equals":"high"}}""",
            Canvases.Do("a", "\"value\":\"{{priority}}\""));

        var result = await engine.Workflows.StartAsync(await engine.PublishAsync(canvas), "c1", CancellationToken.None);
        await engine.SettleAsync();

        Assert.True(result.IsStarted);
        Assert.Equal("t p c a", await engine.PathAsync(result.Run.RunId));
        Assert.Equal("""{"priority":"high"}""", _conversations.FieldsOf("c1"));
        var patch = Assert.Single(_conversations.Applied);
        Assert.Equal((await engine.StepsAsync(result.Run.RunId))[1].Id, patch.Key);
        Assert.Equal("high", Assert.Single(_outside.Calls).Parameters.Element.GetProperty("value").GetString());
    }

    [Fact]
    public async Task FieldAction_HostRefuses_FailsWithItsReason()
    {
        _conversations.Put("c1", """{"priority":"low"}""");
        _conversations.RefusesWith = "The ticket is locked.";
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside, _conversations);
        var workflow = await engine.PublishAsync(Canvases.Line("""{"id":"p","type":"action","config":{"type":"set_priority","priority":"high"}}"""));

        var result = await engine.Workflows.StartAsync(workflow, "c1", CancellationToken.None);
        await engine.SettleAsync();

        var head = await engine.HeadAsync(result.Run!.RunId);
        Assert.Equal(RunStatus.Failed, head.Status);
        Assert.Contains("The ticket is locked.", head.Error, StringComparison.Ordinal);
        Assert.Equal(StartStatus.UnknownConversation, (await engine.Workflows.StartAsync(workflow, "c2", CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Start_SameKeyFiftyTimesAtOnce_IsOneRun()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await engine.PublishAsync(Canvases.Line(Canvases.Do("a")));

        var runs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => engine.StartAsync(workflow, key: "k"))));
        await engine.SettleAsync();

        Assert.Single(runs.Distinct());
        Assert.Single(_outside.Calls);
        Assert.Equal(StartStatus.UnknownWorkflow, (await engine.Workflows.StartAsync(new StartRun { WorkflowId = "wf_none" }, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Run_KillsItsWorkersAgainAndAgain_IsParkedAndVisible()
    {
        var stores = StoreSet.Memory(_time);
        RunId run;
        await using (var first = new EngineHarness(stores, _time, _outside))
        {
            run = await first.StartAsync(await first.PublishAsync(Canvases.Line(Canvases.Do("a", "\"hangs\":true"))));
            await UntilAsync(() => !_outside.Calls.IsEmpty);
        }

        await using var engine = new EngineHarness(stores, _time, _outside, more: static builder => builder.Configure(static options => options.MaxClaims = 2));
        for (var claim = 0; claim < 2; claim++)
        {
            // A worker that claims and is never heard of again.
            var claims = await stores.Queue.ClaimAsync(new ClaimRequest { Worker = $"dead{claim}" }, CancellationToken.None);
            Assert.Single(claims.Runs);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await engine.SettleAsync();

        var head = await engine.HeadAsync(run);
        Assert.Equal((RunStatus.Failed, true), (head.Status, head.FinishedAt is not null));
        Assert.Contains("without progress", head.Error, StringComparison.Ordinal);
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "It did not happen within 30 s.");
            await Task.Yield();
        }
    }
}
