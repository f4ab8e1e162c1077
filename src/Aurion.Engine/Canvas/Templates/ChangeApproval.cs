using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas.Templates;

/// <summary>A change: two of the three on the advisory board, the window, and a check that it worked.</summary>
internal static class ChangeApproval
{
    public static WorkflowTemplate Template => BuiltInTemplates.Of(
        "change_approval",
        "Change approval, two of three",
        "change",
        "Two of the three members of the change advisory board approve; two rejections end it. The change begins with its window; unless somebody says within four hours that it works, it is rolled back.",
        "change.requested",
        Canvas.Create()
            .Trigger("start", "change.requested", new JsonObject
            {
                ["title"] = "Upgrade the mail gateway",
                ["risk"] = "medium",
                ["window_start"] = "2026-03-07T22:00:00Z",
                ["owner"] = "user:ines",
            }).Named("Change requested")
            .Approval("board", new CanvasApproval
            {
                Approvers = ["role:cab_technical", "role:cab_business", "role:cab_security"],
                Required = 2,
                RejectOn = 2,
                Title = "{{title}} ({{risk}} risk)",
                Message = "Window: {{window_start}}",
                ExpiresIn = TimeSpan.FromDays(5),
                RemindEvery = TimeSpan.FromDays(1),
                ExcludesRequester = true,
            }).Named("Advisory board, two of three")
            .On("rejected", static no => no
                .Action("mark_rejected", "set_status", ("status", "rejected")).Named("Mark as rejected")
                .Tell("tell_rejected", "change_rejected", "{{owner}}").Named("Tell the owner"))
            .On("expired", static late => late
                .Action("mark_expired", "set_status", ("status", "on_hold")).Named("Put on hold")
                .Tell("tell_expired", "change_not_decided", "{{owner}}").Named("Tell the owner nobody decided"))
            .DelayUntil("window", "{{window_start}}").Named("Until the window")
            .Action("implement", "create_ticket", ("subject", "Implement: {{title}}"), ("fields", new JsonObject { ["assignee"] = "{{owner}}" })).Retry(2).Named("Have it implemented")
            .On("error", static failed => failed.To("roll_back"))
            .WaitEvent("verified", "change.verified", TimeSpan.FromHours(4)).Named("It works?")
            .On("timeout", static late => late.To("roll_back"))
            .Action("close", "close", ("reason", "Implemented and verified")).Named("Close the change")
            .End("implemented", new JsonObject { ["result"] = "implemented" }).Named("Implemented")
            .Apart().Action("roll_back", "create_ticket", ("subject", "Roll back: {{title}}"), ("fields", new JsonObject { ["priority"] = "high" })).Named("Have it rolled back")
            .Tell("tell_rolled_back", "change_rolled_back", "{{owner}}").Named("Tell the owner")
            .End("rolled_back", new JsonObject { ["result"] = "rolled_back" }, failed: true).Named("Rolled back"));
}
