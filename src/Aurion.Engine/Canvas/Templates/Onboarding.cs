using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas.Templates;

/// <summary>A new hire: the manager's approval, then an account in each system, side by side.</summary>
internal static class Onboarding
{
    public static WorkflowTemplate Template => BuiltInTemplates.Of(
        "onboarding",
        "Employee onboarding",
        "onboarding",
        "When a ticket of the category Onboarding comes in, the manager approves, an account is asked for in each system side by side, and the new hire is welcomed. What can't be created goes to the IT team.",
        "ticket.created",
        Canvas.Create()
            .Trigger("start", "ticket.created", new JsonObject
            {
                ["category"] = "Onboarding",
                ["employee"] = new JsonObject { ["name"] = "Mina Sato", ["email"] = "mina@example.com", ["starts_on"] = "2026-03-02" },
                ["accounts"] = new JsonArray("mail", "chat", "payroll"),
            }).Named("Ticket created")
            .When("is_onboarding", "category", "equals", "Onboarding").Named("An onboarding?")
            .Approval("manager_ok", new CanvasApproval
            {
                Approvers = ["role:hr_manager"],
                Title = "Onboard {{employee.name}}?",
                Message = "Starts on {{employee.starts_on}}; accounts: {{accounts}}",
                ExpiresIn = TimeSpan.FromDays(5),
                RemindEvery = TimeSpan.FromDays(1),
            }).Named("Manager approves")
            .On("rejected", static no => no.Tell("tell_rejected", "onboarding_rejected", "role:hr").Named("Tell HR").Action("close_rejected", "close", ("reason", "Rejected by the manager")).Named("Close the ticket"))
            .On("expired", static late => late.Action("to_hr", "assign_team", ("team_id", "hr")).Named("Hand over to HR"))
            .ForEach(
                "accounts",
                "{{accounts}}",
                static each => each
                    .Action("create_account", "create_ticket", ("subject", "Create the {{$item}} account of {{employee.name}}"), ("fields", new JsonObject { ["team_id"] = "it", ["email"] = "{{employee.email}}" }))
                    .Retry(3, TimeSpan.FromMinutes(1)).Named("Ask for the account"),
                parallel: true,
                maxParallel: 5).Named("Each account")
            .On("error", static failed => failed.Action("to_it", "assign_team", ("team_id", "it")).Named("Hand over to IT").Action("note_failed", "add_note", ("text", "Not all accounts of {{employee.name}} could be asked for.")).Named("Say what failed"))
            .Tell("welcome", "onboarding_welcome", "{{employee.email}}").Named("Welcome the new hire")
            .Action("done", "set_status", ("status", "resolved")).Named("Resolve the ticket"));
}
