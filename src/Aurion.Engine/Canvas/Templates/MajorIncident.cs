using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas.Templates;

/// <summary>A major incident: repair, communication and the customers' list side by side; a review when all are done.</summary>
internal static class MajorIncident
{
    public static WorkflowTemplate Template => BuiltInTemplates.Of(
        "major_incident",
        "Major incident",
        "incident",
        "Repair, public notice and the list of those affected go side by side, within a day. When all three are done the notice is taken down and a review is planned; when they take too long or fail, the notice is corrected and the crisis team takes over.",
        "incident.declared",
        Canvas.Create()
            .Trigger("start", "incident.declared", new JsonObject { ["title"] = "Payments fail in the EU", ["severity"] = 1, ["services"] = new JsonArray("payments", "invoices") }).Named("Incident declared")
            .Action("to_commander", "assign_team", ("team_id", "incident_command")).Named("Assign the commander")
            .Scope(
                "response",
                static inside => inside
                    .Tell("alert", "incident_declared", "team:incident_command").Named("Alert the team")
                    .Parallel(
                        static way => way
                            .Action("repair", "create_ticket", ("subject", "Repair: {{title}}"), ("fields", new JsonObject { ["priority"] = "urgent" })).Named("Have it repaired")
                            .WaitEvent("repaired", "incident.repaired").Named("Repaired?"),
                        static way => way
                            .Approval("wording", "role:communications", "Publish the notice on {{title}}?", TimeSpan.FromMinutes(20)).Named("Wording approved")
                            .Branch(
                                ("approved", static yes => yes.Action("publish", "send_webhook", ("url", "https://status.example.com/notices"), ("payload", new JsonObject { ["title"] = "{{title}}", ["state"] = "investigating" })).Named("Publish the notice")),
                                ("rejected", static no => no.Tell("notice_inside", "incident_internal", "team:support").Named("Tell support alone")),
                                ("expired", static late => late.To("publish"))),
                        static way => way
                            .ForEach("affected", "{{services}}", static each => each.Action("list", "create_ticket", ("subject", "Who is affected by {{$item}}?")).Named("List those affected"), parallel: true).Named("Each service"))
                    .Join("all_done").Named("All three are done")
                    .Compensate("publish", "correct_notice", "send_webhook", ("url", "https://status.example.com/notices/correct"), ("payload", new JsonObject { ["title"] = "{{title}}", ["state"] = "unresolved" })).Named("Correct the notice"),
                timeout: TimeSpan.FromDays(1)).Named("Response")
            .On("timeout", static late => late.To("to_crisis_team"))
            .On("error", static failed => failed.To("to_crisis_team"))
            .Action("take_down", "send_webhook", ("url", "https://status.example.com/notices/close"), ("payload", new JsonObject { ["title"] = "{{title}}", ["state"] = "resolved" })).Named("Close the notice")
            .Action("review", "create_ticket", ("subject", "Review: {{title}}"), ("fields", new JsonObject { ["type"] = "review" })).Named("Plan the review")
            .End("resolved", new JsonObject { ["result"] = "resolved" }).Named("Resolved")
            .Apart().Action("to_crisis_team", "escalate", ("team_id", "crisis")).Named("Hand over to the crisis team")
            .Tell("tell_crisis", "incident_unresolved", "team:crisis").Named("Tell the crisis team")
            .End("unresolved", new JsonObject { ["result"] = "unresolved" }).Named("Unresolved"));
}
