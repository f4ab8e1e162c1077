using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine;
using Aurion.Engine.AotTest;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;

// The engine in native code, without reflection: a canvas is loaded and run to its end, a rule fires, conditions are evaluated.
// Ends with 0 when all of it came out right.
var total = Stopwatch.StartNew();
using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
var tenant = TenantId.Default;
var tickets = new Tickets();

var services = new ServiceCollection();
services.AddSingleton(tickets);
services.AddAurionEngine(static engine => engine
    .UseConversations<Tickets>()
    .AddAction<Outbox>("send_notification")
    .AddAction<TicketMaker, NewTicket>("create_ticket", ProgramJson.Default.NewTicket));
await using var provider = services.BuildServiceProvider();

try
{
    var conditions = Timed(EvaluateConditions);
    var rule = await TimedAsync(FireRuleAsync);
    var run = await TimedAsync(RunCanvasAsync);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"conditions {conditions:0.0} ms, rule {rule:0.0} ms, run {run:0.0} ms, all {total.Elapsed.TotalMilliseconds:0.0} ms"));
    return 0;
}
catch (UnexpectedException unexpected)
{
    await Console.Error.WriteLineAsync(unexpected.Message);
    return 1;
}

void EvaluateConditions()
{
    var faults = new List<Fault>();
    var group = ConditionJson.Read(
        JsonText.Parse("""
            [
              {"field": "priority", "operator": "in", "value": ["high", "urgent"]},
              {"any": [{"field": "subject", "operator": "matches_regex", "value": "^vpn"}, {"field": "amount", "operator": "gt", "value": "9007199254740992"}]},
              {"field": "created_at", "operator": "older_than", "value": {"amount": 30, "unit": "minutes"}},
              {"none": [{"field": "tags", "operator": "contains", "value": "spam"}]}
            ]
            """).Element,
        FaultPath.Root,
        faults);
    Expect(faults.Count == 0, "the conditions are valid");

    var compiled = CompiledCondition.Compile(group);
    var now = new DateTimeOffset(2026, 2, 10, 14, 30, 0, TimeSpan.Zero);
    var yes = JsonText.Parse("""{"priority": "High", "amount": 9007199254740993, "created_at": "2026-02-10T14:00:00Z", "tags": ["vpn"]}""");
    var no = JsonText.Parse("""{"priority": "low", "amount": 9007199254740993, "created_at": "2026-02-10T14:00:00Z", "tags": ["vpn"]}""");
    Expect(compiled.Evaluate(new ConditionContext(new JsonFields(yes), now)) is Truth.True, "the conditions match");
    Expect(compiled.Evaluate(new ConditionContext(new JsonFields(no), now)) is Truth.False, "the conditions do not match another payload");
}

async Task FireRuleAsync()
{
    var rules = provider.GetRequiredService<RuleEngine>();
    var created = await rules.CreateAsync(tenant, JsonText.Parse("""
        {
          "name": "Escalate urgent tickets",
          "trigger_event": "ticket.created",
          "conditions": [{"field": "priority", "operator": "equals", "value": "urgent"}],
          "actions": [{"type": "assign_team", "team_id": "team_escalation"}, {"type": "send_notification", "template": "urgent_ticket"}]
        }
        """), patience.Token);
    var fired = await rules.FireAsync(
        new AutomationEvent { Type = "ticket.created", ConversationId = Tickets.Urgent, Payload = JsonText.Parse("""{"priority": "urgent"}""") },
        patience.Token);

    var execution = fired.Executed.Single();
    Expect(execution.RuleId == created.Rule.Id && execution.Matched && execution.Success, $"the rule did its actions: {execution}");
    Expect(tickets.Text(Tickets.Urgent, "team_id") == "team_escalation", "the ticket has its team");
    Expect(tickets.Sent.SequenceEqual(["urgent_ticket"]), "the notification was sent once");
}

async Task RunCanvasAsync()
{
    await using var stream = typeof(Program).Assembly.GetManifestResourceStream("canvas.json")!;
    using var document = await JsonDocument.ParseAsync(stream, cancellationToken: patience.Token);
    var canvas = CanvasDefinition.Parse(JsonText.From(document.RootElement));
    var workflows = provider.GetRequiredService<WorkflowEngine>();

    var dry = await workflows.DryRunAsync(canvas, JsonText.Parse("""{"category": "Onboarding", "priority": "high", "name": "Grace"}"""), patience.Token);
    Expect(dry.Status is RunStatus.Completed && dry.Path[^1] == "done", $"the dry run ends well: {dry.Status} {dry.Error} {string.Join(", ", dry.Path)}");

    var workflow = await workflows.CreateAsync(tenant, Tickets.Object(
        ("name", JsonText.Parse("\"Onboarding\"")),
        ("canvas_definition", canvas.Text)), patience.Token);
    var published = await workflows.PublishAsync(tenant, workflow.Workflow.Id, "ada", null, patience.Token);
    Expect(published.IsPublished, $"the workflow is published: {string.Join("; ", published.Findings)}");

    var started = await workflows.StartAsync(workflow.Workflow.Id, Tickets.Onboarding, patience.Token);
    Expect(started.IsStarted, $"the workflow started: {started.Status}");
    var id = started.Run!.RunId;
    var ada = new Voter { Id = "ada" };

    ImmutableArray<Approval> pending = [];
    await UntilAsync(async () => !(pending = await workflows.ListPendingApprovalsAsync(tenant, ada, patience.Token)).IsEmpty);
    Expect(pending[0].Title == "Give Grace an account?", "the request is the canvas's");
    var decided = await workflows.DecideAsync(tenant, pending[0].Id, ada, ApprovalDecision.Approved, "Welcome", patience.Token);
    Expect(decided.Status is DecideStatus.Accepted, $"the request was decided: {decided.Status}");

    RunHead? head = null;
    await UntilAsync(async () => (head = await workflows.FindRunAsync(tenant, id, patience.Token)) is { IsFinished: true });
    var steps = await workflows.ListStepsAsync(tenant, id, patience.Token) ?? [];
    Expect(head!.Status is RunStatus.Completed, $"the run completed: {head.Status} {head.Error}");
    Expect(
        steps.Select(static step => step.NodeId).SequenceEqual(["start", "check", "create_accounts", "level", "manager_ok", "pause", "raise", "note", "notify", "done"]),
        $"the steps are the canvas's: {string.Join(", ", steps.Select(static step => step.NodeId))}");
    Expect(tickets.Sent.SequenceEqual(["urgent_ticket", "Accounts for Grace", "Welcome, Grace"]), $"each action was done once: {string.Join(", ", tickets.Sent)}");
    Expect(tickets.Text(Tickets.Onboarding, "welcomed") == "true", "the ticket is marked");

    var stored = await provider.GetRequiredService<IRunStore>().LoadAsync(tenant, id, patience.Token);
    var text = StoredFormat.Write(stored!);
    Expect(StoredFormat.Write(StoredFormat.Read<StoredRun>(text)).AsSpan().SequenceEqual(text), "a stored run is read as it was written");
}

async Task UntilAsync(Func<Task<bool>> condition)
{
    // No hosted service here: the worker is called by hand.
    var worker = provider.GetRequiredService<EngineWorker>();
    while (!await condition())
    {
        if (await worker.WorkOnceAsync(patience.Token) == 0 && !await condition())
        {
            await worker.WaitForRunsAsync(TimeSpan.FromMilliseconds(10), patience.Token);
        }
    }
}

static double Timed(Action action)
{
    var began = Stopwatch.GetTimestamp();
    action();
    return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}

static async Task<double> TimedAsync(Func<Task> action)
{
    var began = Stopwatch.GetTimestamp();
    await action();
    return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}

static void Expect(bool isTrue, string what)
{
    if (!isTrue)
    {
        throw new UnexpectedException("Not so: " + what);
    }
}
