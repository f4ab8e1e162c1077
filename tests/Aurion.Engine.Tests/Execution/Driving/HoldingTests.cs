using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>People hold runs, let them go on and take failed ones up again; a fresh engine at every wait.</summary>
public sealed class HoldingTests
{
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    [Fact]
    public async Task Pause_RunThatWaits_SurvivesARestartAndGoesOnLate()
    {
        var stores = StoreSet.Memory(_time);
        RunId run;
        await using (var first = new EngineHarness(stores, _time, _outside))
        {
            run = await first.StartAsync(await first.PublishAsync(Canvases.Line("""{"id":"d","type":"delay","config":{"duration":"PT1H"}}""", Canvases.Do("a"))));
            await first.SettleAsync();
            var paused = await first.Workflows.PauseRunAsync(TenantId.Default, run, "ann", "audit", CancellationToken.None);
            Assert.Equal((PauseStatus.Paused, RunStatus.Paused), (paused.Status, paused.Run!.Status));
        }

        _time.Advance(TimeSpan.FromHours(3));
        await using (var second = new EngineHarness(stores, _time, _outside))
        {
            await second.SettleAsync();
            Assert.Equal(RunStatus.Paused, (await second.HeadAsync(run)).Status);
            Assert.Equal("t d", await second.PathAsync(run));
            Assert.Equal(PauseStatus.Paused, (await second.Workflows.PauseRunAsync(TenantId.Default, run, null, null, CancellationToken.None)).Status);
            Assert.Equal(PauseStatus.GoesOn, (await second.Workflows.ResumeRunAsync(TenantId.Default, run, "ann", CancellationToken.None)).Status);
        }

        await using var third = new EngineHarness(stores, _time, _outside);
        await third.SettleAsync();
        Assert.Equal("t d a", await third.PathAsync(run));
        Assert.Equal(RunStatus.Completed, (await third.HeadAsync(run)).Status);
        Assert.Equal(PauseStatus.Finished, (await third.Workflows.PauseRunAsync(TenantId.Default, run, null, null, CancellationToken.None)).Status);
        Assert.Equal(PauseStatus.Finished, (await third.Workflows.ResumeRunAsync(TenantId.Default, run, null, CancellationToken.None)).Status);
        Assert.Equal(PauseStatus.Unknown, (await third.Workflows.PauseRunAsync(TenantId.Default, new RunId("run_none"), null, null, CancellationToken.None)).Status);
        Assert.Equal(PauseStatus.Unknown, (await third.Workflows.ResumeRunAsync(TenantId.Default, new RunId("run_none"), null, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Pause_HandlerIsAtWork_ItsResultIsRecordedAndNothingFollows()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Line(Canvases.Do("a", "\"waits\":true"), Canvases.Do("b"))));
        await UntilAsync(() => !_outside.Calls.IsEmpty);
        await engine.Workflows.PauseRunAsync(TenantId.Default, run, null, null, CancellationToken.None);
        await UntilAsync(async () => (await engine.HeadAsync(run)).Status is RunStatus.Paused);

        _outside.Gate.SetResult();
        await engine.SettleAsync();
        Assert.Equal("t a", await engine.PathAsync(run));
        Assert.Equal(StepStatus.Completed, (await engine.StepsAsync(run))[1].Status);
        Assert.Single(_outside.Calls);

        await engine.Workflows.ResumeRunAsync(TenantId.Default, run, null, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal("t a b", await engine.PathAsync(run));
        Assert.Equal(RunStatus.Completed, (await engine.HeadAsync(run)).Status);
        Assert.Equal(2, _outside.Calls.Count);
    }

    /// <summary>What is decided on a run at rest is recorded at the time that it was decided with, however long the word for it took: the records lead to what is stored.</summary>
    [Fact]
    public async Task Cancel_TheWordForItTookAMinute_ItsRecordLeadsToWhatIsStored()
    {
        var memory = StoreSet.Memory(_time);
        await using var engine = new EngineHarness(memory with { Runs = new SlowSends(memory.Runs, _time) }, _time, _outside);
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Line("""{"id":"d","type":"delay","config":{"duration":"PT1H"}}""")));
        await engine.SettleAsync();
        await engine.Workflows.CancelRunAsync(TenantId.Default, run, "ann", null, CancellationToken.None);

        Assert.Equal(RunStatus.Cancelled, (await engine.HeadAsync(run)).Status);
        await RecordedRun.CheckAsync(engine, run);
    }

    /// <summary>In the decision that fails a run nothing new starts, whatever it asked for before it failed.</summary>
    [Fact]
    public async Task Fail_InADecisionThatAskedForAnAction_TheActionIsNotBegun()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var canvas = Canvases.Of(
            [Canvases.Do("s"), Canvases.Do("a"), """{"id":"f","type":"for_each","config":{"items":"{{n}}"}}""", """{"id":"x","type":"action","config":{"type":"do"},"parent_id":"f"}"""],
            """{"from":"t","to":"s"}""", """{"from":"s","to":"a"}""", """{"from":"s","to":"f"}""");
        var run = await engine.StartAsync(await engine.PublishAsync(canvas), """{"n":1}""");
        await engine.SettleAsync();

        Assert.Equal(RunStatus.Failed, (await engine.HeadAsync(run)).Status);
        Assert.EndsWith("/s/1", Assert.Single(_outside.Calls).IdempotencyKey, StringComparison.Ordinal);
        await RecordedRun.CheckAsync(engine, run);
    }

    [Fact]
    public async Task Pause_WorkerDies_TheStepIsPerformedAgainOnlyOnceTheRunGoesOn()
    {
        var stores = StoreSet.Memory(_time);
        RunId run;
        await using (var dying = new EngineHarness(stores, _time, _outside))
        {
            run = await dying.StartAsync(await dying.PublishAsync(Canvases.Line(Canvases.Do("a", "\"waits\":true"))));
            await UntilAsync(() => !_outside.Calls.IsEmpty);
        }

        await using var engine = new EngineHarness(stores, _time, _outside);
        _outside.Gate.SetResult();
        await engine.Workflows.PauseRunAsync(TenantId.Default, run, null, null, CancellationToken.None);
        _time.Advance(EngineHarness.Lease * 2);
        await engine.SettleAsync();
        Assert.Equal(RunStatus.Paused, (await engine.HeadAsync(run)).Status);
        Assert.Single(_outside.Calls);

        await engine.Workflows.ResumeRunAsync(TenantId.Default, run, null, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal(RunStatus.Completed, (await engine.HeadAsync(run)).Status);
        Assert.Equal(2, _outside.Calls.Count);
        Assert.Single(_outside.Done);
    }

    [Fact]
    public async Task Pause_PersonVotesMeanwhile_TheVoteCountsOnceTheRunGoesOn()
    {
        var stores = StoreSet.Memory(_time);
        var boss = new Voter { Id = "boss" };
        RunId run;
        await using (var first = new EngineHarness(stores, _time, _outside))
        {
            run = await first.StartAsync(await first.PublishAsync(Canvases.Approval()));
            await first.Workflows.PauseRunAsync(TenantId.Default, run, null, null, CancellationToken.None);
            var request = Assert.Single(await first.PendingAsync(boss));
            Assert.Equal(DecideStatus.Accepted, (await first.DecideAsync(request.Id, boss, ApprovalDecision.Approved)).Status);
            await first.SettleAsync();
            Assert.Equal("t ok", await first.PathAsync(run));
        }

        await using var second = new EngineHarness(stores, _time, _outside);
        await second.Workflows.ResumeRunAsync(TenantId.Default, run, null, CancellationToken.None);
        await second.SettleAsync();
        Assert.Equal("t ok yes", await second.PathAsync(run));
    }

    [Fact]
    public async Task Retry_FailedStep_IsDoneAgainWithANewKey()
    {
        var stores = StoreSet.Memory(_time);
        RunId run;
        await using (var first = new EngineHarness(stores, _time, _outside))
        {
            run = await first.StartAsync(await first.PublishAsync(Canvases.Line(Canvases.Do("a"), Canvases.Do("b", "\"fails_first\":true"), Canvases.Do("c"))));
            Assert.Equal(RetryStatus.NotFailed, (await first.Workflows.RetryRunAsync(TenantId.Default, run, null, null, CancellationToken.None)).Status);
            await first.SettleAsync();
            Assert.Equal(RunStatus.Failed, (await first.HeadAsync(run)).Status);
        }

        await using var second = new EngineHarness(stores, _time, _outside);
        Assert.Equal(RetryStatus.NoSuchStep, (await second.Workflows.RetryRunAsync(TenantId.Default, run, "a", null, CancellationToken.None)).Status);
        var retried = await second.Workflows.RetryRunAsync(TenantId.Default, run, "b", "ann", CancellationToken.None);
        Assert.Equal((RetryStatus.Retried, RunStatus.Running, null), (retried.Status, retried.Run!.Status, retried.Run.FinishedAt));
        await second.SettleAsync();

        Assert.Equal("t a b b c", await second.PathAsync(run));
        Assert.Equal(RunStatus.Completed, (await second.HeadAsync(run)).Status);
        Assert.Equal(["a/1", "b/1", "b/2", "c/1"], _outside.Calls.Select(call => call.IdempotencyKey[(run.Value.Length + 1)..]));
        Assert.Equal(RetryStatus.NotFailed, (await second.Workflows.RetryRunAsync(TenantId.Default, run, null, null, CancellationToken.None)).Status);
        Assert.Equal(RetryStatus.Unknown, (await second.Workflows.RetryRunAsync(TenantId.Default, new RunId("run_none"), null, null, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Retry_TwentyAtOnce_DoTheStepAgainOnce()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Line(Canvases.Do("b", "\"fails_first\":true"))));
        await engine.SettleAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
            (await engine.Workflows.RetryRunAsync(TenantId.Default, run, null, null, CancellationToken.None)).Status)));
        await engine.SettleAsync();

        Assert.Contains(RetryStatus.Retried, answers);
        Assert.All(answers, static answer => Assert.True(answer is RetryStatus.Retried or RetryStatus.NotFailed or RetryStatus.Busy, answer.ToString()));
        Assert.Equal("t b b", await engine.PathAsync(run));
    }

    [Fact]
    public async Task Retry_RunThatWasSetAside_GoesOnAndHearsWhatCameMeanwhile()
    {
        var stores = StoreSet.Memory(_time);
        var boss = new Voter { Id = "boss" };
        RunId run;
        var canvas = Canvases.Of(
            [Canvases.Do("a", "\"waits\":true"), """{"id":"ok","type":"approval","config":{"approvers":["user:boss"]}}""", Canvases.Do("b")],
            """{"from":"t","to":"a"}""", """{"from":"t","to":"ok"}""", """{"from":"ok","to":"b"}""");
        await using (var first = new EngineHarness(stores, _time, _outside))
        {
            run = await first.StartAsync(await first.PublishAsync(canvas));
            await UntilAsync(() => !_outside.Calls.IsEmpty);
        }

        await using var engine = new EngineHarness(stores, _time, _outside, more: static builder => builder.Configure(static options => options.MaxClaims = 1));
        Assert.Single((await stores.Queue.ClaimAsync(new ClaimRequest { Worker = "dead" }, CancellationToken.None)).Runs);
        _time.Advance(TimeSpan.FromMinutes(1));
        await engine.SettleAsync();
        Assert.Equal(RunStatus.Failed, (await engine.HeadAsync(run)).Status);
        await engine.DecideAsync(Assert.Single(await engine.PendingAsync(boss)).Id, boss, ApprovalDecision.Approved);
        await engine.SettleAsync();
        Assert.Equal("t a ok", await engine.PathAsync(run));

        _outside.Gate.SetResult();
        Assert.Equal(RetryStatus.Retried, (await engine.Workflows.RetryRunAsync(TenantId.Default, run, null, null, CancellationToken.None)).Status);
        await engine.SettleAsync();

        Assert.Equal("t a ok b", await engine.PathAsync(run));
        Assert.Equal(RunStatus.Completed, (await engine.HeadAsync(run)).Status);
        Assert.Null((await engine.HeadAsync(run)).Error);
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

    /// <summary>A store to which an inbox item takes a minute.</summary>
    private sealed class SlowSends(IRunStore store, FakeTimeProvider time) : IRunStore
    {
        public async ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return await store.SendAsync(tenant, run, item, cancellationToken);
        }

        public ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken) => store.CommitAsync(commits, cancellationToken);

        public ValueTask<StoredRun?> LoadAsync(TenantId tenant, RunId run, CancellationToken cancellationToken) => store.LoadAsync(tenant, run, cancellationToken);

        public ValueTask<ImmutableArray<RunValue>> LoadValuesAsync(TenantId tenant, RunId run, ImmutableArray<string> names, CancellationToken cancellationToken) => store.LoadValuesAsync(tenant, run, names, cancellationToken);

        public IAsyncEnumerable<RunRecord> ReadAsync(TenantId tenant, RunId run, long fromStep, CancellationToken cancellationToken) => store.ReadAsync(tenant, run, fromStep, cancellationToken);

        public IAsyncEnumerable<RunId> FindSubscribedAsync(TenantId tenant, Subscription subscription, CancellationToken cancellationToken) => store.FindSubscribedAsync(tenant, subscription, cancellationToken);
    }
}
