using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas.Templates;

/// <summary>A day after a ticket is closed: how was it?</summary>
internal static class CsatFollowUp
{
    public static WorkflowTemplate Template => BuiltInTemplates.Of(
        "csat_follow_up",
        "CSAT follow-up",
        "feedback",
        "A day after a ticket is closed the customer is asked for a score from 1 to 5, and once more after three days. A low score opens the ticket again for the team lead, a high one is thanked for.",
        "ticket.closed",
        Canvas.Create()
            .Trigger("start", "ticket.closed", new JsonObject { ["subject"] = "Printer on fire", ["customer"] = new JsonObject { ["email"] = "kim@example.com" } }).Named("Ticket closed")
            .Delay("a_day", TimeSpan.FromDays(1)).Named("Let a day pass")
            .Tell("ask", "csat_survey", "{{customer.email}}").Named("Ask for a score")
            .WaitEvent("answer", "csat.answered", TimeSpan.FromDays(3)).Named("Answered?")
            .On("timeout", static late => late
                .Tell("ask_again", "csat_reminder", "{{customer.email}}").Named("Ask once more")
                .WaitEvent("late_answer", "csat.answered", TimeSpan.FromDays(7)).Named("Answered now?")
                .On("timeout", static never => never.Action("tag_silent", "add_tag", ("tag", "csat_silent")).Named("Tag: no answer"))
                .Set("late_score", ("score", "{{$steps.late_answer.output.score}}")).Named("Keep the score")
                .To("how"))
            .Set("score", ("score", "{{$steps.answer.output.score}}")).Named("Keep the score")
            .Switch("how", static cases => cases
                .Case("unhappy", ("$vars.score", "less_than_or_equal", 2))
                .Case("happy", ("$vars.score", "greater_than_or_equal", 4))).Named("How was it?")
            .On("unhappy", static low => low
                .Action("open_again", "reopen", ("reason", "The customer gave {{$vars.score}} of 5")).Named("Open it again")
                .Action("to_leads", "assign_team", ("team_id", "team_leads")).Named("Assign the team lead")
                .Tell("tell_lead", "csat_low", "role:team_lead").Named("Tell the team lead"))
            .On("happy", static high => high
                .Action("tag_happy", "add_tag", ("tag", "csat_happy")).Named("Tag: happy")
                .Tell("thank", "csat_thanks", "{{customer.email}}").Named("Say thank you"))
            .Otherwise(static middling => middling.Action("note", "add_note", ("text", "CSAT: {{$vars.score}} of 5")).Named("Note the score")));
}
