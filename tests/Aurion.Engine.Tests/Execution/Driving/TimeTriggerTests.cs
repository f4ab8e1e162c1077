using Aurion.Engine.Canvas;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Workflows that start because time has passed: one run for each conversation and episode.</summary>
public sealed class TimeTriggerTests
{
    private const string Trigger = """{"type":"time","time_condition":{"older_than_minutes":60,"status":["open"]}}""";
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly TestConversations _conversations = new();
    private readonly Func<StoreSet> _open;

    public TimeTriggerTests() => _open = StoreSet.MemoryPlace(_time);

    [Fact]
    public async Task StartDue_ConversationIsOldEnough_StartsOnceAnEpisode()
    {
        Put("old", 60);
        Put("young", 59);
        Put("closed", 600, "closed");
        await using var engine = Engine();
        var workflow = await engine.PublishAsync(Canvases.Line(Canvases.Do("a")), Trigger);
        await engine.PublishAsync(Canvases.Line(Canvases.Do("a")));

        Assert.Equal(1, await StartAsync(engine));
        Assert.Equal(0, await StartAsync(engine));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await StartAsync(engine));
        Put("old", 60); // the status has changed, and changed back: another episode
        await using var other = Engine();
        Assert.Equal(1, await StartAsync(other));

        await other.SettleAsync();
        var runs = await other.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 10, 0, CancellationToken.None);
        Assert.Equal(["old", "old", "young"], runs.Select(static run => run.ConversationId).Order());
        Assert.All(runs, static run => Assert.Equal(TriggerType.Time, run.Trigger));
    }

    [Fact]
    public async Task StartDue_ManyEnginesAtOnce_StartEachEpisodeOnce()
    {
        const int Conversations = 40;
        for (var at = 0; at < Conversations; at++)
        {
            Put($"c{at}", 60 + at);
        }

        await using var one = Engine();
        var workflow = await one.PublishAsync(Canvases.Line(Canvases.Do("a")), Trigger);
        await using var other = Engine();

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => Task.Run(() => StartAsync(at % 2 == 0 ? one : other))));

        Assert.Equal(Conversations, counts.Sum());
        await one.SettleAsync();
        await other.SettleAsync();
        var runs = await one.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 200, 0, CancellationToken.None);
        Assert.Equal(Conversations, runs.Select(static run => run.ConversationId).Distinct().Count());
        Assert.Equal(Conversations, runs.Length);
    }

    [Fact]
    public async Task StartDue_WorkflowIsPaused_StartsOnceItGoesOn()
    {
        Put("old", 60);
        await using var engine = Engine();
        var workflow = await engine.PublishAsync(Canvases.Line(Canvases.Do("a")), Trigger);
        await engine.Workflows.PauseWorkflowAsync(TenantId.Default, workflow, "author", null, CancellationToken.None);

        Assert.Equal(0, await StartAsync(engine));
        await engine.Workflows.ResumeWorkflowAsync(TenantId.Default, workflow, CancellationToken.None);

        Assert.Equal(0, await engine.Workflows.StartDueAsync(CancellationToken.None));
        Assert.Single(await engine.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 10, 0, CancellationToken.None));
    }

    private static Task<int> StartAsync(EngineHarness engine) => engine.Workflows.StartDueAsync(TenantId.Default, CancellationToken.None).AsTask();

    private EngineHarness Engine() => new(_open(), _time, new Outside(), _conversations);

    private void Put(string id, int minutes, string status = "open") =>
        _conversations.Put(id, $$"""{"status":"{{status}}","status_changed_at":"{{_time.GetUtcNow() - TimeSpan.FromMinutes(minutes):O}}"}""");
}
