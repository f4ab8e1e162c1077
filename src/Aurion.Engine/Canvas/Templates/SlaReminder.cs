using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas.Templates;

/// <summary>A ticket that waits for a first answer: three reminders, then an escalation.</summary>
internal static class SlaReminder
{
    public static WorkflowTemplate Template => BuiltInTemplates.Of(
        "sla_reminder",
        "SLA reminder",
        "sla",
        "The assignee is reminded every two hours until the customer has an answer; after three reminders the ticket is escalated and its priority raised.",
        "ticket.created",
        Canvas.Create()
            .Trigger("start", "ticket.created", new JsonObject { ["subject"] = "Invoice is wrong", ["agent_id"] = "ada", ["reminders"] = 0 }).Named("Ticket created")
            .Action("begin", "set_field", ("field", "reminders"), ("value", 0)).Named("No reminder yet")
            .WaitEvent("answered", "ticket.replied", TimeSpan.FromHours(2)).Named("Answered?")
            .On("timeout", static late => late
                .When("again", "reminders", "less_than", 3).Named("Reminded less than three times?")
                .Otherwise(static no => no
                    .Action("escalate", "escalate", ("team_id", "team_leads")).Named("Escalate")
                    .Action("raise", "set_priority", ("priority", "urgent")).Named("Raise the priority")
                    .Tell("tell_lead", "sla_breached", "role:team_lead").Named("Tell the team lead")
                    .End("breached", new JsonObject { ["sla"] = "breached", ["reminders"] = "{{reminders}}" }).Named("Breached"))
                .Action("count", "set_field", ("field", "reminders"), ("mode", "increment")).Named("Count it")
                .Tell("remind", "sla_reminder", "user:{{agent_id}}").Named("Remind the assignee")
                .To("answered"))
            .Action("tag", "add_tag", ("tag", "answered_in_time")).Named("Tag it")
            .End("met", new JsonObject { ["sla"] = "met", ["reminders"] = "{{reminders}}" }).Named("Met"));
}
