using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>A database that the first version of its schema was made with: a run that has ended, one that waits for a clock, one for a person, an event, a message for later.</summary>
/// <param name="done">The run that has ended.</param>
/// <param name="waiting">The run that waits for an hour; its start key is <c>kept</c>.</param>
/// <param name="asked">The run that waits for the boss.</param>
internal sealed class FirstVersion(string done, string waiting, string asked)
{
    /// <summary>Opens it with today's version and goes on as if nothing had happened.</summary>
    public async Task GoOnAsync(Func<TimeProvider, StoreSet> open)
    {
        var time = new FakeTimeProvider(EngineHarness.Noon.AddHours(1));
        var outside = new Outside();
        await using var engine = new EngineHarness(open(time), time, outside);
        Assert.Equal(3, (await engine.Stores.Reader.ListAsync(TenantId.Default, new RunFilter(), Page.First(50), CancellationToken.None)).Length);
        Assert.Equal((RunStatus.Completed, "t a b"), ((await engine.HeadAsync(new RunId(done))).Status, await engine.PathAsync(new RunId(done))));

        var workflow = (await engine.HeadAsync(new RunId(waiting))).WorkflowId;
        var again = await engine.Workflows.StartAsync(new StartRun { WorkflowId = workflow, StartKey = "kept" }, CancellationToken.None);
        Assert.Equal((StartStatus.AlreadyStarted, waiting), (again.Status, again.Run!.RunId.Value));
        await engine.SettleAsync();
        Assert.Equal((RunStatus.Completed, "t d a"), ((await engine.HeadAsync(new RunId(waiting))).Status, await engine.PathAsync(new RunId(waiting))));

        var request = Assert.Single(await engine.PendingAsync(new Voter { Id = "boss" }));
        Assert.Equal(asked, request.Run.Value);
        await engine.DecideAsync(request.Id, new Voter { Id = "boss" }, ApprovalDecision.Approved);
        await engine.SettleAsync();
        Assert.Equal((RunStatus.Completed, "t ok yes"), ((await engine.HeadAsync(new RunId(asked))).Status, await engine.PathAsync(new RunId(asked))));
        Assert.Equal(["do", "do"], outside.Calls.Select(static call => call.Type));

        // An event that is known, and one that a stored message raises.
        Assert.Equal("evt_old", (await engine.Rules.FireAsync(new AutomationEvent { Id = "evt_old", Type = "ticket.created" }, CancellationToken.None)).EventId);
        Assert.Equal(2, outside.Calls.Count);
        time.Advance(TimeSpan.FromHours(1));
        await engine.SettleAsync();
        Assert.Equal("evt_later", outside.Calls.Last().EventId);
        var counters = await engine.Stores.Events.CountByRuleAsync(TenantId.Default, CancellationToken.None);
        Assert.Equal(2, Assert.Single(counters).Value.Count);
    }
}
