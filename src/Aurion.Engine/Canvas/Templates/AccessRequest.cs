using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas.Templates;

/// <summary>Access to a system: how many must agree depends on what is asked for.</summary>
internal static class AccessRequest
{
    public static WorkflowTemplate Template => BuiltInTemplates.Of(
        "access_request",
        "Access request",
        "access",
        "Ordinary access needs the manager, privileged access the manager and the security team as well; reading public data needs nobody. What is granted for a time is taken back when the time is over.",
        "access.requested",
        Canvas.Create()
            .Trigger("start", "access.requested", new JsonObject
            {
                ["system"] = "billing",
                ["level"] = "write",
                ["reason"] = "Month-end closing",
                ["requester"] = new JsonObject { ["email"] = "noor@example.com" },
                ["until"] = "2026-04-01T00:00:00Z",
            }).Named("Access requested")
            .Switch("level", static cases => cases
                .Case("privileged", JsonNode.Parse("""[{"field":"level","operator":"in","value":["admin","root","owner"]}]""")!)
                .Case("ordinary", JsonNode.Parse("""[{"field":"level","operator":"in","value":["read","write"]}]""")!)).Named("Which level?")
            .Branch(
                ("privileged", static way => way
                    .Approval("both_ok", new CanvasApproval
                    {
                        Approvers = ["role:manager", "role:security"],
                        RequiresAll = true,
                        Title = "{{level}} access to {{system}}?",
                        Message = "{{reason}}",
                        ExpiresIn = TimeSpan.FromDays(3),
                        ExcludesRequester = true,
                    }).Named("Manager and security approve")
                    .On("rejected", static no => no.To("refuse"))
                    .On("expired", static late => late.To("refuse"))),
                ("ordinary", static way => way
                    .Approval("manager_ok", new CanvasApproval
                    {
                        Approvers = ["role:manager"],
                        Title = "{{level}} access to {{system}}?",
                        Message = "{{reason}}",
                        ExpiresIn = TimeSpan.FromDays(5),
                        EscalateAfter = TimeSpan.FromDays(2),
                        EscalateTo = ["role:department_head"],
                        ExcludesRequester = true,
                    }).Named("Manager approves")
                    .On("rejected", static no => no.To("refuse"))
                    .On("expired", static late => late.To("refuse"))),
                ("default", static _ => { }
    ))
            .Action("grant", "create_ticket", ("subject", "Grant {{level}} on {{system}}"), ("fields", new JsonObject { ["team_id"] = "identity", ["for"] = "{{requester.email}}" }))
            .Retry(3, TimeSpan.FromMinutes(5)).Named("Grant it")
            .On("error", static failed => failed.Action("to_identity", "assign_team", ("team_id", "identity")).Named("Hand over"))
            .Tell("tell_granted", "access_granted", "{{requester.email}}").Named("Tell the requester")
            .When("for_a_time", "until", "is_present").Named("Only for a time?")
            .DelayUntil("until_over", "{{until}}").Named("Until it is over")
            .Action("take_back", "create_ticket", ("subject", "Take back {{level}} on {{system}}"), ("fields", new JsonObject { ["team_id"] = "identity", ["for"] = "{{requester.email}}" })).Named("Take it back")
            .Apart().Tell("refuse", "access_refused", "{{requester.email}}").Named("Tell them no")
            .End("refused", new JsonObject { ["granted"] = false }).Named("Refused"));
}
