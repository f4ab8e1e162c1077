using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class ApprovalFlowTests
{
    private static readonly Voter Boss = new() { Id = "boss" };
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    [Theory]
    [InlineData(ApprovalDecision.Approved, "t ok yes")]
    [InlineData(ApprovalDecision.Rejected, "t ok no")]
    public async Task Approval_DecidedAfterARestart_GoesOnByItsPort(ApprovalDecision decision, string path)
    {
        var stores = StoreSet.Memory(_time);
        RunId run;
        await using (var first = new EngineHarness(stores, _time, _outside))
        {
            run = await first.StartAsync(await first.PublishAsync(Canvases.Approval()));
            await first.SettleAsync();
            Assert.Equal(RunStatus.Waiting, (await first.HeadAsync(run)).Status);
        }

        await using var second = new EngineHarness(stores, _time, _outside);
        var request = Assert.Single(await second.PendingAsync(Boss));
        Assert.Empty(await second.PendingAsync(new Voter { Id = "other" }));
        var result = await second.DecideAsync(request.Id, Boss, decision, "Looks good, proceed.");
        await second.SettleAsync();

        Assert.Equal(DecideStatus.Accepted, result.Status);
        Assert.Equal(path, await second.PathAsync(run));
        Assert.Equal(RunStatus.Completed, (await second.HeadAsync(run)).Status);
        Assert.Empty(await second.PendingAsync(Boss));
        var step = (await second.StepsAsync(run))[1];
        Assert.Equal("Looks good, proceed.", step.Output!.Element.GetProperty("votes")[0].GetProperty("comment").GetString());
        Assert.Equal(DecideStatus.AlreadyClosed, (await second.DecideAsync(request.Id, Boss, decision)).Status);
    }

    /// <summary>A run that fails by the end of its request is let go by its worker: it holds no place, and a person can retry it.</summary>
    [Fact]
    public async Task Approval_ExpiryFailsTheRun_TheWorkerLetsItGo()
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        await using var engine = new EngineHarness(StoreSet.Memory(time), time, new Outside());
        var canvas = Canvases.Of(
            ["""{"id":"ok","type":"approval","config":{"approvers":["user:boss"],"expires_in":"PT1H"}}""", """{"id":"z","type":"end","config":{"status":"failed"}}"""],
            """{"from":"t","to":"ok"}""", """{"from":"ok","to":"z","condition":"expired"}""");
        var run = await engine.StartAsync(await engine.PublishAsync(canvas));
        await engine.SettleAsync();

        time.Advance(TimeSpan.FromHours(1));
        await engine.SettleAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        Assert.Equal(RunStatus.Failed, (await engine.HeadAsync(run)).Status);
    }

    [Fact]
    public async Task Approval_FiftyDecideAtOnce_ExactlyOneOutcomeStands() =>
        Assert.Empty(await FiftyDeciders.PlayAsync(StoreSet.MemoryPlace(_time), _time, FiftyDeciders.Runs(usual: 30)));

    [Fact]
    public async Task Approval_TwoOfAList_WaitsForTheSecondPerson()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Approval("\"approvers\":[\"role:boss\"],\"required\":2")));
        await engine.SettleAsync();
        var (a, b) = (new Voter { Id = "a", Roles = ["boss"] }, new Voter { Id = "b", Roles = ["boss"] });
        var request = Assert.Single(await engine.PendingAsync(a));

        Assert.Equal(ApprovalStatus.Pending, (await engine.DecideAsync(request.Id, a, ApprovalDecision.Approved)).Approval!.Status);
        Assert.Equal(DecideStatus.Accepted, (await engine.DecideAsync(request.Id, a, ApprovalDecision.Approved)).Status);
        Assert.Equal(DecideStatus.AlreadyVoted, (await engine.DecideAsync(request.Id, a, ApprovalDecision.Rejected)).Status);
        await engine.SettleAsync();
        Assert.Equal("t ok", await engine.PathAsync(run));
        Assert.Equal(ApprovalStatus.Approved, (await engine.DecideAsync(request.Id, b, ApprovalDecision.Approved)).Approval!.Status);
        await engine.SettleAsync();

        Assert.Equal("t ok yes", await engine.PathAsync(run));
    }

    [Theory]
    [InlineData("expired", "t ok late")]
    [InlineData("approved", "t ok yes")]
    [InlineData("rejected", "t ok no")]
    public async Task Approval_NobodyDecides_ExpiresAsThePolicySaysAndNeverEarly(string onExpire, string path)
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await engine.PublishAsync(Canvases.Approval($"\"approvers\":[\"user:boss\"],\"expires_in\":\"PT1H\",\"on_expire\":\"{onExpire}\""));
        var run = await engine.StartAsync(workflow);
        await engine.SettleAsync();
        var request = Assert.Single(await engine.PendingAsync(Boss));

        _time.Advance(TimeSpan.FromMinutes(59));
        await engine.SettleAsync();
        Assert.Equal("t ok", await engine.PathAsync(run));
        _time.Advance(TimeSpan.FromMinutes(1));
        await engine.SettleAsync();

        Assert.Equal(path, await engine.PathAsync(run));
        Assert.Equal(DecideStatus.AlreadyClosed, (await engine.DecideAsync(request.Id, Boss, ApprovalDecision.Approved)).Status);
    }

    [Fact]
    public async Task Decide_TimeIsUpButNoWorkerCame_ExpiresAndDoesNotCount()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Approval("\"approvers\":[\"user:boss\"],\"expires_in\":\"PT1H\"")));
        await engine.SettleAsync();
        var request = Assert.Single(await engine.PendingAsync(Boss));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await engine.PendingAsync(Boss));
        var result = await engine.DecideAsync(request.Id, Boss, ApprovalDecision.Approved);
        await engine.SettleAsync();

        Assert.Equal((DecideStatus.AlreadyClosed, ApprovalStatus.Expired), (result.Status, result.Approval!.Status));
        Assert.Equal("t ok late", await engine.PathAsync(run));
    }

    [Fact]
    public async Task Decide_UnknownOrForeignRequest_IsUnknown()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        await engine.StartAsync(await engine.PublishAsync(Canvases.Approval()));
        var request = Assert.Single(await engine.PendingAsync(Boss));

        var foreign = await engine.Workflows.DecideAsync(new TenantId("globex"), request.Id, Boss, ApprovalDecision.Approved, null, CancellationToken.None);

        Assert.Equal(DecideStatus.Unknown, foreign.Status);
        Assert.Equal(DecideStatus.Unknown, (await engine.DecideAsync(new ApprovalId("req_none"), Boss, ApprovalDecision.Approved)).Status);
        var exception = await Assert.ThrowsAsync<InvalidDefinitionException>(() => engine.DecideAsync(request.Id, Boss, ApprovalDecision.Approved, new string('x', 2_001)));
        Assert.Equal("string_too_long", Assert.Single(exception.Faults).Type);
    }
}
