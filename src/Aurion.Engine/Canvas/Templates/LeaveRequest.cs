using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas.Templates;

/// <summary>Leave: the manager, and for long leave HR as well.</summary>
internal static class LeaveRequest
{
    public static WorkflowTemplate Template => BuiltInTemplates.Of(
        "leave_request",
        "Leave request",
        "hr",
        "A day or less is granted at once. The manager decides on more, or after three days the department head too; more than ten days need HR as well. Calendar and payroll are told side by side.",
        "leave.requested",
        Canvas.Create()
            .Trigger("start", "leave.requested", new JsonObject
            {
                ["employee"] = new JsonObject { ["name"] = "Luis", ["email"] = "luis@example.com" },
                ["days"] = 12,
                ["from"] = "2026-07-06",
            }).Named("Leave requested")
            .When("short", "days", "less_than_or_equal", 1).Named("A day or less?").On("true", static way => way.To("granted"))
            .From("short", "false")
            .Approval("manager", new CanvasApproval
            {
                Approvers = ["role:manager"],
                Title = "{{days}} days of leave for {{employee.name}} from {{from}}?",
                ExpiresIn = TimeSpan.FromDays(10),
                RemindEvery = TimeSpan.FromDays(2),
                EscalateAfter = TimeSpan.FromDays(3),
                EscalateTo = ["role:department_head"],
                ExcludesRequester = true,
            }).Named("Manager approves")
            .On("rejected", static no => no.To("refused"))
            .On("expired", static late => late
                .Tell("tell_not_decided", "leave_not_decided", "{{employee.email}}").Named("Tell them nobody decided")
                .Action("to_hr", "assign_team", ("team_id", "hr")).Named("Hand over to HR"))
            .When("long", "days", "greater_than", 10).Named("More than ten days?").On("false", static way => way.To("granted"))
            .From("long", "true")
            .Approval("hr", "role:hr", "{{days}} days for {{employee.name}}: is the team covered?", TimeSpan.FromDays(5)).Named("HR approves")
            .On("rejected", static no => no.To("refused"))
            .On("expired", static late => late.To("refused"))
            .Action("granted", "set_status", ("status", "approved")).Named("Granted")
            .Parallel(
                static way => way.EmitEvent("to_calendar", "calendar.absence", ("employee", "{{employee.email}}"), ("from", "{{from}}"), ("days", "{{days}}")).Named("Into the calendar"),
                static way => way.Action("to_payroll", "create_ticket", ("subject", "Leave of {{employee.name}}: {{days}} days from {{from}}"), ("fields", new JsonObject { ["team_id"] = "payroll" })).ContinueOnError().Named("Tell payroll"))
            .Join("recorded").Named("Both know")
            .Tell("tell_granted", "leave_granted", "{{employee.email}}").Named("Tell them yes")
            .Apart().Action("refused", "set_status", ("status", "rejected")).Named("Refused")
            .Tell("tell_refused", "leave_refused", "{{employee.email}}").Named("Tell them no"));
}
