using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class OnboardingTests
{
    private const string Trigger = """{"type": "event", "event_types": ["ticket.created"]}""";
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    [Fact]
    public async Task Onboarding_NewHire_RunsEveryStepOnce()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await engine.PublishAsync(Canvases.Onboarding, Trigger);

        var run = await engine.StartAsync(workflow, """{"category":"Onboarding","priority":"high"}""");
        await engine.SettleAsync();

        Assert.Equal(RunStatus.Completed, (await engine.HeadAsync(run)).Status);
        Assert.Equal("start check create_accounts notify", await engine.PathAsync(run));
        Assert.All(await engine.StepsAsync(run), static step => Assert.Equal(StepStatus.Completed, step.Status));
        Assert.Equal(["create_ticket", "send_notification"], _outside.Calls.Select(static call => call.Type));
    }

    [Fact]
    public async Task Onboarding_OtherCategory_EndsAtTheCondition()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await engine.PublishAsync(Canvases.Onboarding, Trigger);

        var run = await engine.StartAsync(workflow, """{"category":"Network"}""");
        await engine.SettleAsync();

        Assert.Equal(RunStatus.Completed, (await engine.HeadAsync(run)).Status);
        Assert.Equal("start check", await engine.PathAsync(run));
        Assert.Empty(_outside.Calls);
    }

    [Fact]
    public async Task Onboarding_EventFiresTwiceWithOneId_RunsOnce()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await engine.PublishAsync(Canvases.Onboarding, Trigger);
        var automationEvent = new AutomationEvent { Id = "e1", Type = "ticket.created", Payload = JsonText.Parse("""{"category":"Onboarding"}"""), Actor = "u7" };

        await engine.Rules.FireAsync(automationEvent, CancellationToken.None);
        await engine.Rules.FireAsync(automationEvent, CancellationToken.None);
        await engine.SettleAsync();

        var run = Assert.Single(await engine.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 50, 0, CancellationToken.None));
        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.Equal(Aurion.Engine.Canvas.TriggerType.Event, run.Trigger);
        Assert.Equal(2, _outside.Calls.Count);
        Assert.All(_outside.Calls, static call => Assert.Equal(("u7", "ticket.created"), (call.Actor, call.EventType)));
        var state = await engine.Workflows.FindAsync(TenantId.Default, workflow, CancellationToken.None);
        Assert.Equal((1, EngineHarness.Noon), (state!.ExecutionCount, state.LastRunAt!.Value));
    }

    [Theory]
    [InlineData("""[{"field":"category","operator":"equals","value":"Onboarding"}]""", 1)]
    [InlineData("""[{"field":"category","operator":"equals","value":"Network"}]""", 0)]
    public async Task Event_TriggerHasConditions_StartsOnlyWhenTheyHold(string conditions, int runs)
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await engine.PublishAsync(Canvases.Onboarding, $$"""{"type":"event","event_types":["ticket.created"],"conditions":{{conditions}}}""");

        await engine.Rules.FireAsync(new AutomationEvent { Type = "ticket.created", Payload = JsonText.Parse("""{"category":"Onboarding"}""") }, CancellationToken.None);
        await engine.Rules.FireAsync(new AutomationEvent { Type = "ticket.updated", Payload = JsonText.Parse("""{"category":"Onboarding"}""") }, CancellationToken.None);
        await engine.SettleAsync();

        Assert.Equal(runs, (await engine.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 50, 0, CancellationToken.None)).Length);
    }

    [Fact]
    public async Task Event_WorkflowWasArchived_StartsNothing()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var workflow = await engine.PublishAsync(Canvases.Onboarding, Trigger);
        await engine.Workflows.UpdateAsync(TenantId.Default, workflow, JsonText.Parse("""{"status":"archived"}"""), null, CancellationToken.None);

        await engine.Rules.FireAsync(new AutomationEvent { Type = "ticket.created" }, CancellationToken.None);
        await engine.SettleAsync();

        Assert.Empty(await engine.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 50, 0, CancellationToken.None));
        Assert.Equal(StartStatus.NotPublished, (await engine.Workflows.StartAsync(new StartRun { WorkflowId = workflow }, CancellationToken.None)).Status);
    }
}
