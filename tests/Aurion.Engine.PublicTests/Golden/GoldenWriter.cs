using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PublicTests.Golden;

/// <summary>Makes the golden files of the current format by letting a real engine work, and keeping what it stored.</summary>
internal static class GoldenWriter
{
    private static readonly TenantId Tenant = TenantId.Default;

    public static async Task WriteAsync()
    {
        await using var host = new GoldenHost();
        await host.Rules.CreateAsync(Tenant, Rule, default);
        var workflow = await host.Workflows.CreateAsync(Tenant, Workflow, default);
        var published = await host.Workflows.PublishAsync(Tenant, workflow.Workflow.Id, "ada", null, default);
        Assert.True(published.IsPublished, string.Join("; ", published.Findings));

        var fired = await host.Rules.FireAsync(Event, default);
        await host.WorkAsync();
        var approval = Assert.Single(await host.Workflows.ListPendingApprovalsAsync(Tenant, GoldenHost.Ada, default));

        GoldenFolder.KeepNew("automation-event", Event);
        await KeepDocumentsAsync(host);
        await KeepEventAsync(host, fired.EventId);
        await KeepRunAsync(host, approval.Run);
        GoldenFolder.KeepNew("approval.open", approval);

        await host.Workflows.DecideAsync(Tenant, approval.Id, GoldenHost.Ada, ApprovalDecision.Approved, "Looks good.", default);
        GoldenFolder.KeepNew("approval.decided", (await host.Get<IApprovalStore>().FindAsync(Tenant, approval.Id, default))!.Approval);
        var told = (await host.Get<IRunStore>().LoadAsync(Tenant, approval.Run, default))!;
        GoldenFolder.KeepNew("stored-run.told", told);
        GoldenFolder.KeepNew("inbox-item", Assert.Single(told.Inbox));

        await host.WorkAsync();
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.WorkAsync();
        await KeepRecordsAsync(host, approval.Run);
        GoldenFolder.KeepNew("run-head.completed", (await host.Workflows.FindRunAsync(Tenant, approval.Run, default))!);
        KeepTheRest();
    }

    private static JsonText Rule { get; } = JsonText.Parse("""
        {
          "name": "Escalate urgent tickets",
          "description": "Für Eiliges",
          "trigger_event": "ticket.created",
          "conditions": {"all": [
            {"field": "priority", "operator": "equals", "value": "urgent"},
            {"none": [{"field": "tags", "operator": "contains", "value": "spam"}]},
            {"any": [{"field": "amount", "operator": "gt", "value": 9007199254740992}, {"field": "subject", "operator": "is_empty"}]}
          ]},
          "actions": [
            {"type": "assign_team", "team_id": "team_escalation"},
            {"type": "send_notification", "template": "urgent_ticket", "x_own": {"b": 1, "a": 2.50}}
          ],
          "priority_order": 3,
          "stop_processing": true
        }
        """);

    private static JsonText Workflow { get; } = JsonText.Parse("""
        {
          "name": "Onboarding",
          "description": null,
          "trigger_config": {"type": "event", "event_types": ["ticket.created"], "conditions": [{"field": "category", "operator": "equals", "value": "Onboarding"}]},
          "canvas_definition": {
            "nodes": [
              {"id": "start", "type": "trigger", "config": {"event": "ticket.created"}, "position": {"x": 0.50, "y": 1e2}},
              {"id": "greet", "type": "set", "config": {"assign": {"greeting": "Welcome, {{name}}"}}},
              {"id": "manager_ok", "type": "approval", "config": {"title": "Give {{name}} an account?", "approvers": ["user:ada", "role:owner"], "required": 1, "expires_in": {"amount": 2, "unit": "days"}}},
              {"id": "pause", "type": "delay", "config": {"duration": "PT1H"}},
              {"id": "notify", "type": "action", "config": {"type": "send_notification", "template": "{{$vars.greeting}}"}, "x_own": {"b": 1, "a": [null, true]}},
              {"id": "done", "type": "end", "config": {"output": {"greeting": "{{$vars.greeting}}"}}}
            ],
            "edges": [
              {"from": "start", "to": "greet"},
              {"from": "greet", "to": "manager_ok"},
              {"from": "manager_ok", "to": "pause", "condition": "approved"},
              {"from": "pause", "to": "notify"},
              {"from": "notify", "to": "done"}
            ],
            "viewport": {"x": 0, "y": 0, "zoom": 1}
          }
        }
        """);

    private static AutomationEvent Event { get; } = new()
    {
        Tenant = Tenant,
        Id = "evt-golden",
        Type = "ticket.created",
        ConversationId = "3f1c9a2e-7b40-4e8d-9a1f-2c6b5d8e0a11",
        Payload = JsonText.Parse("""{"priority": "urgent", "amount": 9007199254740993, "name": "Grace", "category": "Onboarding", "previous": {"priority": null}}"""),
        Actor = "grace",
    };

    private static async Task KeepDocumentsAsync(GoldenHost host)
    {
        var documents = host.Get<IDocumentStore>();
        foreach (var (kind, name) in ((DocumentKind, string)[])[(DocumentKind.Rule, "rule"), (DocumentKind.Workflow, "workflow"), (DocumentKind.WorkflowVersion, "version")])
        {
            GoldenFolder.KeepNew($"document.{name}", Assert.Single(await documents.ListAsync(Tenant, kind, DocumentFilter.All, Page.First(10), default)));
        }
    }

    private static async Task KeepEventAsync(GoldenHost host, string eventId)
    {
        var events = host.Get<IEventStore>();
        var stored = (await events.FindAsync(Tenant, eventId, default))!;
        GoldenFolder.KeepNew("stored-event", stored);
        GoldenFolder.KeepNew("verdict", Assert.Single(stored.Verdicts));
        GoldenFolder.KeepNew("action.field", stored.Actions[0]);
        GoldenFolder.KeepNew("action.outward", stored.Actions[1]);
        GoldenFolder.KeepNew("log", Assert.Single(await events.ListLogAsync(Tenant, 10, default)));
        GoldenFolder.KeepNew("patch", stored.Patch ?? new ConversationPatch
        {
            Tenant = Tenant,
            ConversationId = Event.ConversationId!,
            Key = "evt-golden/patch",
            ExpectedVersion = "7",
            Changes = [new FieldChange("team_id", JsonText.Parse("\"team_escalation\""))],
        });
    }

    private static async Task KeepRunAsync(GoldenHost host, RunId run)
    {
        var stored = (await host.Get<IRunStore>().LoadAsync(Tenant, run, default))!;
        GoldenFolder.KeepNew("stored-run.waiting", stored);
        GoldenFolder.KeepNew("run-head.waiting", stored.Head);
        GoldenFolder.KeepNew("marking", stored.Marking);
    }

    private static async Task KeepRecordsAsync(GoldenHost host, RunId run)
    {
        var number = 0;
        await foreach (var record in host.Get<IRunStore>().ReadAsync(Tenant, run, 1, default))
        {
            GoldenFolder.KeepNew($"run-record.{++number}", record);
            GoldenFolder.KeepNew($"run-input.{record.Input.GetType().Name.ToLowerInvariant()}", record.Input);
            foreach (var happened in record.Events)
            {
                GoldenFolder.KeepNew($"run-event.{happened.GetType().Name.ToLowerInvariant()}", happened);
            }
        }
    }

    /// <summary>What this run did not need.</summary>
    private static void KeepTheRest()
    {
        var at = new DateTimeOffset(2026, 2, 10, 14, 30, 0, TimeSpan.Zero);
        var message = new Message
        {
            Id = "start/evt-golden/wf_1",
            Tenant = Tenant,
            Kind = "workflow.start",
            Body = JsonText.Parse("""{"workflow_id": "wf_1", "event_id": "evt-golden"}"""),
            DueAt = at,
        };
        GoldenFolder.KeepNew("message", message);
        GoldenFolder.KeepNew("delivery", new Delivery
        {
            Tenant = Tenant, MessageId = message.Id, Fence = 3, Outcome = DeliveryOutcome.Later, RetryAt = at, Error = "The store was away.", Next = [message],
        });
        GoldenFolder.KeepNew("once-key", new OnceKey("start", "start/evt-golden/wf_1", at));
        GoldenFolder.KeepNew("subscription", new Subscription("conversation.customer_replied", "conv_1"));
        GoldenFolder.KeepNew("run-value", new RunValue("steps/fetch/1", JsonText.Parse("""{"rows": [1, 2.50, "drei"]}""")));
        GoldenHolding.Keep(at);
        GoldenJoins.Keep();
        GoldenSignals.Keep(at);
        GoldenFolder.KeepNew<RunInput>("run-input.cancelled", new RunInput.Cancelled { At = at, By = "ada", Reason = "Not needed." });
        GoldenFolder.KeepNew<RunInput>("run-input.tended", new RunInput.Tended
        {
            At = at, Approval = new ApprovalId("req_1"), Key = "run_1/manager_ok/1", NextAt = at.AddHours(4), Reminders = 2, IsEscalated = true,
        });
        GoldenFolder.KeepNew<RunEvent>("run-event.approvaltended", new RunEvent.ApprovalTended { Key = "run_1/manager_ok/1", Reminders = 2, IsEscalated = true });
        GoldenFolder.KeepNew("approval.escalated", Escalated(at));
        GoldenFolder.KeepNew<RunEvent>("run-event.attemptstarted", new RunEvent.AttemptStarted { Key = "run_1/notify/1", Attempt = 2 });
        GoldenFolder.KeepNew<RunEvent>("run-event.attemptfailed", new RunEvent.AttemptFailed { Key = "run_1/notify/1", Attempt = 1, Error = "Busy.", NextAt = at });
        GoldenFolder.KeepNew<RunEvent>("run-event.nodefailed", new RunEvent.NodeFailed { Key = "run_1/notify/1", Error = "No such template." });
        GoldenFolder.KeepNew<RunEvent>("run-event.nodecancelled", new RunEvent.NodeCancelled { Key = "run_1/notify/1" });
    }

    /// <summary>A request that holds whatever one can.</summary>
    private static Approval Escalated(DateTimeOffset at) => new()
    {
        Id = new ApprovalId("req_1"),
        Tenant = Tenant,
        Run = new RunId("run_1"),
        WorkflowId = "wf_1",
        WorkflowName = "Onboarding",
        NodeId = "manager_ok",
        StepKey = "run_1/manager_ok/1",
        Title = "Give Grace an account?",
        RequestedAt = at,
        Policy = new ApprovalPolicy
        {
            Approvers = ["user:ada", "role:owner"],
            Required = null,
            RemindEvery = TimeSpan.FromHours(2),
            Escalation = new ApprovalEscalation { After = TimeSpan.FromHours(4), To = ["role:manager"] },
            AllowDelegation = true,
        },
        Reminders = 2,
        EscalatedAt = at.AddHours(4),
        Delegations = [new ApprovalDelegation { From = "ada", To = "bob", At = at.AddHours(1), Comment = "On leave.", Entries = ["user:ada"] }],
        Votes = [new ApprovalVote { Voter = "bob", Decision = ApprovalDecision.Approved, At = at.AddHours(5), Entry = "user:ada", Entries = ["user:ada"], InPlaceOf = "ada" }],
        Warning = "Every listed approver needs a vote of its own, but nobody is left who could give that of role:owner.",
    };
}
