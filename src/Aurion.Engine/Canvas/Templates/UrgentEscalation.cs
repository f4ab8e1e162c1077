using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas.Templates;

/// <summary>An urgent ticket: the person on call, then the second, then the manager.</summary>
internal static class UrgentEscalation
{
    public static WorkflowTemplate Template => BuiltInTemplates.Of(
        "urgent_escalation",
        "Urgent escalation with on-call",
        "escalation",
        "An urgent ticket goes to whoever is on call. Without an acknowledgement within 15 minutes the second on call is told, after 30 more the manager, and an incident is opened.",
        "ticket.created",
        Canvas.Create()
            .Trigger("start", "ticket.created", new JsonObject { ["subject"] = "Checkout is down", ["priority"] = "urgent", ["customer"] = new JsonObject { ["tier"] = "gold" } }).Named("Ticket created")
            .When("is_urgent", "priority", "equals", "urgent").Named("Urgent?")
            .Action("to_on_call", "assign_team", ("team_id", "on_call")).Named("Assign the on-call team")
            .Tell("page_first", "on_call_page", "role:on_call_primary").Named("Page the first on call")
            .Retry(5, TimeSpan.FromSeconds(10))
            .On("error", static failed => failed.To("page_second"))
            .WaitEvent("first_ack", "ticket.acknowledged", TimeSpan.FromMinutes(15)).Named("Acknowledged?")
            .On("timeout", static late => late
                .Action("raise", "escalate").Named("Raise the level")
                .Tell("page_second", "on_call_page", "role:on_call_secondary").Named("Page the second on call")
                .WaitEvent("second_ack", "ticket.acknowledged", TimeSpan.FromMinutes(30)).Named("Acknowledged now?")
                .On("timeout", static none => none
                    .Parallel(
                        static way => way.Tell("call_manager", "on_call_nobody", "role:service_manager").Named("Call the manager"),
                        static way => way.Action("open_incident", "create_ticket", ("subject", "Incident: {{subject}}"), ("fields", new JsonObject { ["type"] = "incident", ["priority"] = "urgent" })).Named("Open an incident"))
                    .Join("both").Named("Both done")
                    .Action("note_nobody", "add_note", ("text", "Nobody on call has answered; the manager was called and an incident opened.")).Named("Say so on the ticket"))
                .Action("note_second", "add_note", ("text", "Acknowledged by the second on call.")).Named("Note who has it"))
            .Action("note_first", "add_note", ("text", "Acknowledged within 15 minutes.")).Named("Note it")
            .Action("set_sla", "set_sla", ("policy_id", "urgent")).Named("Start the urgent SLA"));
}
