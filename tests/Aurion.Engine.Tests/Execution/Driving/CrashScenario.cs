using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>A story that is told from the beginning by an engine which dies, and to its end by a fresh one on the same stores.</summary>
/// <param name="Canvas">The canvas.</param>
/// <param name="Path">The nodes that the run must have entered, sorted.</param>
/// <param name="Actions">The actions that must have been done outside, each once in effect.</param>
/// <param name="Status">How the run must end.</param>
/// <param name="ByEvent">Whether an event starts it rather than a call.</param>
/// <param name="Told">What people must have been told about approvals, each once in effect; null leaves that open.</param>
internal sealed record CrashScenario(string Canvas, string Path, int Actions, RunStatus Status = RunStatus.Completed, bool ByEvent = false, string? Told = null)
{
    /// <summary>Gets the type of an event that comes as soon as the run is started; null when none does.</summary>
    public string? Event { get; init; }

    /// <summary>Gets another canvas, whose workflow the first names as <c>{called}</c> or raises an event for; null when there is none.</summary>
    public string? Other { get; init; }

    /// <summary>Gets the other workflow's trigger.</summary>
    public string OtherTrigger { get; init; } = """{"type":"manual"}""";

    private static readonly Voter Boss = new() { Id = "boss", Roles = ["boss"] };
    private static readonly Voter Ada = new() { Id = "ada" };

    /// <summary>Tells the story with a crash at one call of a store.</summary>
    /// <returns>False when the story has fewer calls than that.</returns>
    public async Task<bool> PlayAsync(Func<TimeProvider, Func<StoreSet>> place, int crashAt, bool after)
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var open = place(time);
        var outside = new Outside();
        var notices = new Notices();
        var conversations = new TestConversations();
        conversations.Put("c1", """{"priority":"low"}""");
        string workflow;
        string? other;
        await using (var author = new EngineHarness(open(), time, outside, conversations, notices.With()))
        {
            other = Other is null ? null : await author.PublishAsync(Other, OtherTrigger);
            workflow = await author.PublishAsync(Canvas.Replace("{called}", other, StringComparison.Ordinal), ByEvent ? """{"type":"event","event_types":["ticket.created"]}""" : """{"type":"manual"}""");
        }

        var point = new CrashPoint(crashAt, after);
        await using (var dying = new EngineHarness(open().Crashing(point), time, outside, conversations, notices.With()))
        {
            await TellAsync(dying, workflow, point);
        }

        if (point.HasCrashed)
        {
            time.Advance(EngineHarness.Lease + TimeSpan.FromSeconds(1));
            await using var fresh = new EngineHarness(open(), time, outside, conversations, notices.With());
            await TellAsync(fresh, workflow, crash: null);
        }

        await using var judge = new EngineHarness(open(), time, outside, conversations, notices.With());
        var when = $"crash {(after ? "after" : "before")} call {crashAt}";
        await JudgeAsync(judge, workflow, outside, conversations, when);
        if (other is not null)
        {
            var run = Assert.Single(await judge.Workflows.ListRunsAsync(TenantId.Default, other, null, 50, 0, CancellationToken.None));
            Assert.True(run.Status is RunStatus.Completed, $"{when}: the other run is {run.Status}, {run.Error}");
        }

        Assert.True(Told is null || notices.Words == Told, $"crash {(after ? "after" : "before")} call {crashAt}: people were told {notices.Words}");
        return point.HasCrashed;
    }

    private async Task TellAsync(EngineHarness engine, string workflow, CrashPoint? crash)
    {
        for (var round = 0; round < 12 && crash is not { HasCrashed: true }; round++)
        {
            try
            {
                if (round == 0)
                {
                    await BeginAsync(engine, workflow);
                    if (Event is not null)
                    {
                        await engine.Rules.FireAsync(new AutomationEvent { Id = "e2", Type = Event, ConversationId = "c1" }, CancellationToken.None);
                    }
                }

                await engine.SettleAsync();
                if (Canvas.Contains("user:ada", StringComparison.Ordinal))
                {
                    await HandOverAsync(engine);
                }

                foreach (var request in await engine.PendingAsync(Boss))
                {
                    await engine.DecideAsync(request.Id, Boss, ApprovalDecision.Approved);
                }

                await engine.SettleAsync();
            }
            catch (CrashException)
            {
                return;
            }

            if (crash is null && round > 6)
            {
                continue;
            }

            engine.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private static async Task HandOverAsync(EngineHarness engine)
    {
        foreach (var request in await engine.PendingAsync(Ada))
        {
            await engine.Workflows.DelegateApprovalAsync(TenantId.Default, request.Id, Ada, Boss.Id, null, CancellationToken.None);
        }

        await engine.SettleAsync();
    }

    /// <summary>What a client does that got no answer: the same call again, with the same key.</summary>
    private async Task BeginAsync(EngineHarness engine, string workflow)
    {
        if (ByEvent)
        {
            await engine.Rules.FireAsync(new AutomationEvent { Id = "e1", Type = "ticket.created", ConversationId = "c1", Payload = JsonText.Parse("""{"priority":"low"}""") }, CancellationToken.None);
        }
        else
        {
            await engine.StartAsync(workflow, """{"priority":"low"}""", key: "k1", conversationId: "c1");
        }
    }

    private async Task JudgeAsync(EngineHarness engine, string workflow, Outside outside, TestConversations conversations, string when)
    {
        var run = Assert.Single(await engine.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 50, 0, CancellationToken.None));
        Assert.True(run.Status == Status, $"{when}: the run is {run.Status}, {run.Error}");
        var steps = await engine.StepsAsync(run.Run);
        var path = string.Join(' ', steps.Select(static step => step.NodeId).Order(StringComparer.Ordinal));
        Assert.True(path == Path, $"{when}: the path is {path}");
        Assert.True(steps.Select(static step => step.Id).Distinct().Count() == steps.Length, $"{when}: a step is there twice");
        Assert.True(outside.Done.Count == Actions, $"{when}: {outside.Done.Count} actions were done");
        Assert.True(conversations.Applied.Count <= 1, $"{when}: {conversations.Applied.Count} patches");
        Assert.True(!Canvas.Contains("set_priority", StringComparison.Ordinal) || conversations.FieldsOf("c1") == """{"priority":"high"}""", $"{when}: no patch");
        await JudgeRecordsAsync(engine.Stores.Runs, run.Run, when);
    }

    private static async Task JudgeRecordsAsync(IRunStore runs, RunId run, string when)
    {
        var expected = 1L;
        var events = new List<RunEvent>();
        await foreach (var record in runs.ReadAsync(TenantId.Default, run, 1, CancellationToken.None))
        {
            Assert.True(record.Step == expected++, $"{when}: record {record.Step} stands where {expected - 1} should");
            events.AddRange(record.Events);
        }

        var left = events.OfType<RunEvent.NodeLeft>().Select(static happened => happened.Key).ToArray();
        Assert.True(left.Distinct().Count() == left.Length, $"{when}: a step ended twice");
        Assert.True(events.OfType<RunEvent.RunEnded>().Count() == 1, $"{when}: the run ended {events.OfType<RunEvent.RunEnded>().Count()} times");
    }
}
