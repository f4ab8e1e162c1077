using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>What runs and the world say to each other, told on any store, by a fresh engine after every wait.</summary>
internal sealed class SignalStories(Func<TimeProvider, Func<StoreSet>> place)
{
    private const string Wait = """{"id":"w","type":"wait_event","config":{"event_type":"ticket.replied","timeout":"P1D","conditions":[{"field":"text","operator":"is_present"}]}}""";
    private const string Replied = """{"type":"event","event_types":["ticket.replied"]}""";
    private static readonly string Report = "{\"id\":\"z\",\"type\":\"end\",\"config\":{\"output\":{\"got\":\"{{$steps.a.output.attempt}}\",\"n\":\"{{n}}\"}}}";
    private readonly Outside _outside = new();
    private readonly TestConversations _conversations = new();

    /// <summary>An event that comes twice, after one that is not meant and before one that is late, is taken once.</summary>
    public async Task EventAsync()
    {
        var (time, open) = Begin();
        RunId run;
        await using (var first = Engine(open, time))
        {
            run = await first.StartAsync(await first.PublishAsync(Canvases.Line(Wait, Canvases.Do("a", "\"text\":\"{{$steps.w.output.text}}\""))), conversationId: "c1");
            await first.SettleAsync();
            Assert.Equal(EngineHarness.Noon.AddDays(1), (await first.HeadAsync(run)).DueAt);
        }

        await using (var second = Engine(open, time))
        {
            await FireAsync(second, "e1", "ticket.replied", "c1", "{}");
            await FireAsync(second, "e2", "ticket.replied", "c2", """{"text":"no"}""");
            await second.SettleAsync();
            Assert.Equal(RunStatus.Waiting, (await second.HeadAsync(run)).Status);
            await FireAsync(second, "e3", "ticket.replied", "c1", """{"text":"yes"}""");
            await FireAsync(second, "e3", "ticket.replied", "c1", """{"text":"yes"}""");
        }

        await using var third = Engine(open, time);
        await third.SettleAsync();
        await FireAsync(third, "e4", "ticket.replied", "c1", """{"text":"late"}""");
        await third.SettleAsync();
        Assert.Equal("t w a", await third.PathAsync(run));
        Assert.Equal("""{"text":"yes"}""", Assert.Single(_outside.Calls).Parameters.ToString());
        Assert.Equal(RunStatus.Completed, (await third.HeadAsync(run)).Status);
    }

    /// <summary>An event that is accepted while the step before the wait is being performed is not lost; one from before that step does not count.</summary>
    public async Task EarlyEventAsync()
    {
        var (time, open) = Begin();
        await using var engine = Engine(open, time);
        var workflow = await engine.PublishAsync(Canvases.Line(Canvases.Do("a", "\"waits\":true"), Wait, Canvases.Do("b")));
        await FireAsync(engine, "e0", "ticket.replied", "c1", """{"text":"before"}""");
        time.Advance(TimeSpan.FromSeconds(1));
        var run = await engine.StartAsync(workflow, conversationId: "c1");
        await FireAsync(engine, "e1", "ticket.replied", "c1", """{"text":"early"}""");
        while (await engine.Worker.DeliverMessagesAsync(CancellationToken.None) > 0)
        {
        }

        _outside.Gate.SetResult();
        await engine.SettleAsync();

        Assert.Equal("t a w b", await engine.PathAsync(run));
        Assert.Equal("""{"text":"early"}""", (await engine.StepsAsync(run))[2].Output!.ToString());
    }

    /// <summary>A wait whose time is up leaves by its port, and hears no more.</summary>
    public async Task TimeoutAsync()
    {
        var (time, open) = Begin();
        RunId run;
        await using (var first = Engine(open, time))
        {
            var canvas = Canvases.Of([Wait, Canvases.Do("a"), Canvases.Do("b")], """{"from":"t","to":"w"}""", """{"from":"w","to":"a"}""", """{"from":"w","to":"b","condition":"timeout"}""");
            run = await first.StartAsync(await first.PublishAsync(canvas), conversationId: "c1");
            await first.SettleAsync();
        }

        time.Advance(TimeSpan.FromDays(1));
        await using var second = Engine(open, time);
        await second.SettleAsync();
        await FireAsync(second, "e1", "ticket.replied", "c1", """{"text":"late"}""");
        await second.SettleAsync();
        Assert.Equal("t w b", await second.PathAsync(run));
    }

    /// <summary>A raised event starts the workflow that listens and wakes the run that waits, once each.</summary>
    public async Task EmitAsync()
    {
        var (time, open) = Begin();
        RunId waiting;
        string listening;
        await using (var first = Engine(open, time))
        {
            waiting = await first.StartAsync(
                await first.PublishAsync(Canvases.Line("""{"id":"w","type":"wait_event","config":{"event_type":"ticket.replied","correlate":"{{order}}"}}""")), """{"order":17}""", conversationId: "c9");
            listening = await first.PublishAsync(Canvases.Line(Canvases.Do("a", "\"text\":\"{{text}}\"")), Replied);
            await first.SettleAsync();
            await first.StartAsync(
                await first.PublishAsync(Canvases.Line("""{"id":"e","type":"emit_event","config":{"event_type":"ticket.replied","correlate":"{{order}}","payload":{"text":"{{order}}"}}}""")), """{"order":17}""", conversationId: "c1", requestedBy: "ann");
        }

        await using var second = Engine(open, time);
        await second.SettleAsync();
        Assert.Equal(RunStatus.Completed, (await second.HeadAsync(waiting)).Status);
        var run = Assert.Single(await second.Workflows.ListRunsAsync(TenantId.Default, listening, null, 50, 0, CancellationToken.None));
        Assert.Equal((RunStatus.Completed, "c1"), (run.Status, run.ConversationId));
        var call = Assert.Single(_outside.Calls);
        Assert.Equal(("""{"text":17}""", "ann", "ticket.replied"), (call.Parameters.ToString(), call.Actor, call.EventType));
    }

    /// <summary>A workflow that starts itself by the event which it raises stops after ten rounds, and says why.</summary>
    public async Task EmitLoopAsync()
    {
        var (time, open) = Begin();
        await using var engine = Engine(open, time);
        var workflow = await engine.PublishAsync(Canvases.Line("""{"id":"e","type":"emit_event","config":{"event_type":"ticket.replied"}}"""), Replied);
        await FireAsync(engine, "e1", "ticket.replied", "c1", "{}");
        await engine.SettleAsync();

        var runs = await engine.Workflows.ListRunsAsync(TenantId.Default, workflow, null, 50, 0, CancellationToken.None);
        Assert.Equal(11, runs.Length);
        Assert.Contains("10 steps of automation", Assert.Single(runs, static run => run.Status is RunStatus.Failed).Error, StringComparison.Ordinal);
    }

    /// <summary>A called workflow gets its input, and its output comes back to the step that waits.</summary>
    public async Task CallAsync()
    {
        var (time, open) = Begin();
        RunId run;
        string called;
        await using (var first = Engine(open, time))
        {
            called = await first.PublishAsync(Canvases.Line("""{"id":"d","type":"delay","config":{"duration":"PT1H"}}""", Canvases.Do("a"), Report));
            run = await first.StartAsync(await first.PublishAsync(Canvases.Line(Call(called, ",\"input\":{\"n\":\"{{n}}\"}"), Canvases.Do("b", "\"text\":\"{{$steps.s.output.n}}\""))), """{"n":5}""", conversationId: "c1", requestedBy: "ann");
        }

        await using (var second = Engine(open, time))
        {
            await second.SettleAsync();
            var child = Assert.Single(await second.Workflows.ListRunsAsync(TenantId.Default, called, null, 50, 0, CancellationToken.None));
            Assert.Equal((RunStatus.Waiting, TriggerType.Workflow, "c1"), (child.Status, child.Trigger, child.ConversationId));
            Assert.Equal(RunStatus.Waiting, (await second.HeadAsync(run)).Status);
        }

        time.Advance(TimeSpan.FromHours(1));
        await using (var third = Engine(open, time))
        {
            await third.Worker.ClaimRunsAsync(CancellationToken.None);
            await third.Worker.WhenIdleAsync(CancellationToken.None);
        }

        await using var fourth = Engine(open, time);
        await fourth.SettleAsync();
        Assert.Equal(RunStatus.Completed, (await fourth.HeadAsync(run)).Status);
        Assert.Equal("t s b", await fourth.PathAsync(run));
        Assert.Equal("""{"got":1,"n":5}""", (await fourth.StepsAsync(run))[1].Output!.ToString());
        Assert.Equal("""{"text":5}""", _outside.Calls.Last().Parameters.ToString());
    }

    /// <summary>A call of what can't be started, and one of what fails, leave by <c>failed</c>.</summary>
    public async Task FailedCallAsync()
    {
        var (time, open) = Begin();
        await using var engine = Engine(open, time);
        var failing = await engine.PublishAsync(Canvases.Line(Canvases.Do("x", "\"fails\":true")));
        var draft = (await engine.Workflows.CreateAsync(TenantId.Default, JsonText.Parse("""{"name":"Draft"}"""), CancellationToken.None)).Workflow.Id;
        foreach (var (call, error) in new[]
        {
            (Call("wf_nobody"), "Workflow wf_nobody is unknown."),
            (Call(draft), $"Workflow {draft} is not published."),
            (Call(failing, ",\"version\":9"), $"Workflow {failing} is not published, or has no version 9."),
            (Call(failing), "Node \"x\" failed: It can't be done."),
        })
        {
            var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Of([call, Canvases.Do("b")], """{"from":"t","to":"s"}""", """{"from":"s","to":"b","condition":"failed"}""")), conversationId: "c1");
            await engine.SettleAsync();
            Assert.Equal("t s b", await engine.PathAsync(run));
            Assert.Contains(error, (await engine.StepsAsync(run))[1].Error, StringComparison.Ordinal);
        }
    }

    /// <summary>A run that nobody waits for any more is cancelled; one that was not started by then never is.</summary>
    public async Task CancelledCallAsync()
    {
        var (time, open) = Begin();
        await using var engine = Engine(open, time);
        var called = await engine.PublishAsync(Canvases.Line(Wait, Canvases.Do("a")));
        var calling = await engine.PublishAsync(Canvases.Line(Call(called)));
        var late = await engine.StartAsync(calling, conversationId: "c1");
        await engine.SettleAsync();
        await engine.Workflows.CancelRunAsync(TenantId.Default, late, "ann", null, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal(RunStatus.Cancelled, Assert.Single(await ChildrenAsync()).Status);

        var early = await engine.StartAsync(calling, conversationId: "c1");
        await engine.Workflows.CancelRunAsync(TenantId.Default, early, "ann", null, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Single(await ChildrenAsync());
        Assert.Empty(_outside.Calls);

        async Task<IReadOnlyList<RunHead>> ChildrenAsync() => await engine.Workflows.ListRunsAsync(TenantId.Default, called, null, 50, 0, CancellationToken.None);
    }

    /// <summary>Calls that go round end at the eleventh, and the failure comes back all the way.</summary>
    public async Task CallLoopAsync()
    {
        var (time, open) = Begin();
        await using var engine = Engine(open, time);
        var state = await engine.Workflows.CreateAsync(TenantId.Default, JsonText.Parse("""{"name":"Round"}"""), CancellationToken.None);
        var other = await engine.PublishAsync(Canvases.Line(Call(state.Workflow.Id)));
        await engine.Workflows.UpdateAsync(TenantId.Default, state.Workflow.Id, JsonText.Parse($$"""{"canvas_definition":{{Canvases.Line(Call(other))}}}"""), null, CancellationToken.None);
        Assert.True((await engine.Workflows.PublishAsync(TenantId.Default, state.Workflow.Id, null, null, CancellationToken.None)).IsPublished);

        var run = await engine.StartAsync(other, conversationId: "c1");
        await engine.SettleAsync();

        var head = await engine.HeadAsync(run);
        Assert.Equal(RunStatus.Failed, head.Status);
        Assert.Contains("10 are allowed", head.Error, StringComparison.Ordinal);
        Assert.Equal(6, (await engine.Workflows.ListRunsAsync(TenantId.Default, other, null, 50, 0, CancellationToken.None)).Length);
    }

    /// <summary>A canvas that reads the conversation reads it as it is when the wait is over.</summary>
    public async Task FreshConversationAsync()
    {
        var (time, open) = Begin();
        _conversations.Put("c1", """{"status":"open"}""");
        RunId run;
        await using (var first = Engine(open, time))
        {
            run = await first.StartAsync(await first.PublishAsync(Canvases.Line(Wait, Canvases.Do("a", "\"text\":\"{{$conversation.status}}\""))), """{"status":"then"}""", conversationId: "c1");
            await first.SettleAsync();
        }

        _conversations.Put("c1", """{"status":"closed"}""");
        await using var second = Engine(open, time);
        await FireAsync(second, "e1", "ticket.replied", "c1", """{"text":"yes"}""");
        await second.SettleAsync();
        Assert.Equal("""{"text":"closed"}""", Assert.Single(_outside.Calls).Parameters.ToString());
        var inputs = new List<RunInput>();
        await foreach (var record in second.Stores.Runs.ReadAsync(TenantId.Default, run, 1, CancellationToken.None))
        {
            inputs.Add(record.Input);
        }

        Assert.Equal(["Started", "Refreshed", "Received", "Completed"], inputs.Select(static input => input.GetType().Name));
    }

    /// <summary>A pending step is ended from outside once, whoever reports it again.</summary>
    public async Task PendingAsync()
    {
        var (time, open) = Begin();
        RunId run;
        await using (var first = Engine(open, time))
        {
            run = await first.StartAsync(await first.PublishAsync(Canvases.Line(Canvases.Do("a", "\"pends\":true"), Canvases.Do("b", "\"text\":\"{{$steps.a.output.id}}\""))));
            await first.SettleAsync();
            Assert.Equal(RunStatus.Waiting, (await first.HeadAsync(run)).Status);
        }

        var token = Assert.Single(_outside.Calls).CompletionToken!;
        await using (var second = Engine(open, time))
        {
            Assert.Equal(CompleteStepStatus.Accepted, await second.Workflows.CompleteStepAsync(token, ActionResult.Completed(JsonText.Parse("""{"id":7}""")), CancellationToken.None));
            Assert.Equal(CompleteStepStatus.AlreadyCompleted, await second.Workflows.CompleteStepAsync(token, ActionResult.Failed("no"), CancellationToken.None));
        }

        await using var third = Engine(open, time);
        await third.SettleAsync();
        Assert.Equal("""{"text":7}""", _outside.Calls.Last().Parameters.ToString());
        Assert.Equal(RunStatus.Completed, (await third.HeadAsync(run)).Status);
        Assert.Equal(CompleteStepStatus.AlreadyCompleted, await third.Workflows.CompleteStepAsync(token, ActionResult.Completed(), CancellationToken.None));
        Assert.Equal(CompleteStepStatus.Unknown, await third.Workflows.CompleteStepAsync(token[..^1], ActionResult.Completed(), CancellationToken.None));
        Assert.Equal(CompleteStepStatus.Unknown, await third.Workflows.CompleteStepAsync("what?", ActionResult.Completed(), CancellationToken.None));
    }

    /// <summary>A report that comes before the handler has answered ends the step; one for a step that was ended has no effect.</summary>
    public async Task EarlyReportAsync()
    {
        var (time, open) = Begin();
        await using var engine = Engine(open, time);
        var workflow = await engine.PublishAsync(Canvases.Line(Canvases.Do("a", "\"waits\":true,\"pends\":true"), Canvases.Do("b", "\"pends\":true")));
        var run = await engine.StartAsync(workflow);
        while (_outside.Calls.IsEmpty)
        {
            await Task.Yield();
        }

        Assert.Equal(CompleteStepStatus.Accepted, await engine.Workflows.CompleteStepAsync(_outside.Calls.First().CompletionToken!, ActionResult.Completed(), CancellationToken.None));
        await engine.SettleAsync();
        _outside.Gate.SetResult();
        Assert.Equal("t a b", await engine.PathAsync(run));
        await engine.Workflows.CancelRunAsync(TenantId.Default, run, null, null, CancellationToken.None);
        Assert.Equal(CompleteStepStatus.NotWaiting, await engine.Workflows.CompleteStepAsync(_outside.Calls.Last().CompletionToken!, ActionResult.Completed(), CancellationToken.None));
    }

    /// <summary>Runs that come to wait while the event that they wait for is being accepted: whichever is first, none is stuck.</summary>
    /// <returns>The number of runs that were stuck.</returns>
    public async Task<int> RaceAsync(int runs)
    {
        var (time, open) = Begin();
        await using var engine = Engine(open, time);
        string[] workflows =
        [
            await engine.PublishAsync(Canvases.Line(Wait)),
            await engine.PublishAsync(Canvases.Line(Canvases.Do("a"), Wait)),
        ];
        for (var from = 0; from < runs; from += 50)
        {
            await Task.WhenAll(Enumerable.Range(from, Math.Min(50, runs - from)).SelectMany(number => new[]
            {
                Task.Run(() => engine.StartAsync(workflows[number % 2], conversationId: $"c{number}")),
                Task.Run(async () =>
                {
                    await FireAsync(engine, $"e{number}", "ticket.replied", $"c{number}", """{"text":"yes"}""");
                    await engine.Worker.DeliverMessagesAsync(CancellationToken.None);
                }),
            }));
            await engine.SettleAsync();
        }

        var stuck = 0;
        foreach (var workflow in workflows)
        {
            foreach (var status in Enum.GetValues<RunStatus>().Where(static status => status is not RunStatus.Completed))
            {
                stuck += (await engine.Workflows.ListRunsAsync(TenantId.Default, workflow, status, 200, 0, CancellationToken.None)).Length;
            }

            Assert.Equal(runs / 2, (await engine.Workflows.FindAsync(TenantId.Default, workflow, CancellationToken.None))!.ExecutionCount);
        }

        return stuck;
    }

    private static string Call(string workflow, string more = "") => "{\"id\":\"s\",\"type\":\"sub_workflow\",\"config\":{\"workflow_id\":\"" + workflow + "\"" + more + "}}";

    private static async Task FireAsync(EngineHarness engine, string id, string type, string conversation, string payload) =>
        await engine.Rules.FireAsync(new AutomationEvent { Id = id, Type = type, ConversationId = conversation, Payload = JsonText.Parse(payload) }, CancellationToken.None);

    private (FakeTimeProvider Time, Func<StoreSet> Open) Begin()
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        foreach (var id in new[] { "c1", "c2", "c9" })
        {
            _conversations.Put(id, "{}");
        }

        return (time, place(time));
    }

    private EngineHarness Engine(Func<StoreSet> open, FakeTimeProvider time) => new(open(), time, _outside, _conversations);
}
