using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Drawing;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Canvas;

/// <summary>The ways through the templates that come with the engine: together they go along every edge.</summary>
internal static class TemplateTrials
{
    private const ApprovalStatus No = ApprovalStatus.Rejected;
    private const ApprovalStatus Late = ApprovalStatus.Expired;

    public static IReadOnlyList<TemplateTrial> Of(string id) => id switch
    {
        "tpl_onboarding" =>
        [
            new("All goes well", "start is_onboarding manager_ok accounts create_account create_account create_account welcome done", new()),
            new("Another ticket", "start is_onboarding", Given("category", "Network")),
            new("The manager says no", "start is_onboarding manager_ok tell_rejected close_rejected", Decided(("manager_ok", No))),
            new("The manager says nothing", "start is_onboarding manager_ok to_hr", Decided(("manager_ok", Late))),
            new("An account can't be asked for", "start is_onboarding manager_ok accounts create_account create_account create_account to_it note_failed", Failing("create_account")),
        ],
        "tpl_access_request" =>
        [
            new("The manager agrees", "start level manager_ok grant tell_granted for_a_time until_over take_back", new()),
            new("The manager says no", "start level manager_ok refuse refused", Decided(("manager_ok", No))),
            new("The manager says nothing", "start level manager_ok refuse refused", Decided(("manager_ok", Late))),
            new("Both agree to privileged access", "start level both_ok grant tell_granted for_a_time until_over take_back", Given("level", "admin")),
            new("One of both says no", "start level both_ok refuse refused", Given("level", "root") with { Decisions = Decided(("both_ok", No)).Decisions }),
            new("Both say nothing", "start level both_ok refuse refused", Given("level", "owner") with { Decisions = Decided(("both_ok", Late)).Decisions }),
            new("Public data, for good", "start level grant tell_granted for_a_time", new DryRunOptions { Payload = JsonText.Parse("""{"system":"wiki","level":"public","reason":"To read","requester":{"email":"noor@example.com"}}""") }),
            new("It can't be granted", "start level manager_ok grant to_identity", Failing("grant")),
        ],
        "tpl_urgent_escalation" =>
        [
            new("The first answers", "start is_urgent to_on_call page_first first_ack note_first set_sla", new()),
            new("Not urgent", "start is_urgent", Given("priority", "low")),
            new("The second answers", "start is_urgent to_on_call page_first first_ack raise page_second second_ack note_second", Silent("first_ack")),
            new("Nobody answers", "start is_urgent to_on_call page_first first_ack raise page_second second_ack call_manager open_incident both note_nobody", Silent("first_ack", "second_ack")),
            new("The first can't be paged", "start is_urgent to_on_call page_first page_second second_ack note_second", Failing("page_first")),
        ],
        "tpl_change_approval" =>
        [
            new("Approved, done, verified", "start board window implement verified close implemented", new()),
            new("Two say no", "start board mark_rejected tell_rejected", Decided(("board", No))),
            new("Too few say anything", "start board mark_expired tell_expired", Decided(("board", Late))),
            new("It can't be implemented", "start board window implement roll_back tell_rolled_back rolled_back", Failing("implement"), RunStatus.Failed),
            new("Nobody verifies it", "start board window implement verified roll_back tell_rolled_back rolled_back", Silent("verified"), RunStatus.Failed),
        ],
        "tpl_sla_reminder" =>
        [
            new("Answered in time", "start begin answered tag met", new()),
            new("Never answered", "start begin answered again count remind answered again count remind answered again count remind answered again escalate raise tell_lead breached", Silent("answered")),
        ],
        "tpl_csat_follow_up" =>
        [
            new("Happy", "start a_day ask answer score how tag_happy thank", Scored("answer", 5)),
            new("Unhappy", "start a_day ask answer score how open_again to_leads tell_lead", Scored("answer", 1)),
            new("In between", "start a_day ask answer score how note", Scored("answer", 3)),
            new("Late, and happy", "start a_day ask answer ask_again late_answer late_score how tag_happy thank", Scored("late_answer", 4) with { Events = Scored("late_answer", 4).Events.Add("answer", null) }),
            new("Never", "start a_day ask answer ask_again late_answer tag_silent", Silent("answer", "late_answer")),
        ],
        "tpl_major_incident" =>
        [
            new("All three done", "start to_commander response alert repair wording affected list list repaired all_done publish take_down review resolved", new()),
            new("The notice is not published", "start to_commander response alert repair wording affected list list repaired all_done notice_inside take_down review resolved", Decided(("wording", No))),
            new("Nobody decides on the notice", "start to_commander response alert repair wording affected list list repaired all_done publish take_down review resolved", Decided(("wording", Late))),
            new("Not repaired within a day", "start to_commander response alert repair wording affected list list repaired all_done publish correct_notice to_crisis_team tell_crisis unresolved", Silent("repaired")),
            new("The list can't be made", "start to_commander response alert repair wording affected list list repaired to_crisis_team tell_crisis unresolved", Failing("list")),
        ],
        "tpl_leave_request" =>
        [
            new("Long, both agree", "start short manager long hr granted to_calendar recorded to_payroll tell_granted", new()),
            new("A day", "start short granted to_calendar recorded to_payroll tell_granted", Given("days", 1)),
            new("A week", "start short manager long granted to_calendar recorded to_payroll tell_granted", Given("days", 5)),
            new("The manager says no", "start short manager refused tell_refused", Decided(("manager", No))),
            new("Nobody decides", "start short manager tell_not_decided to_hr", Decided(("manager", Late))),
            new("HR says no", "start short manager long hr refused tell_refused", Decided(("hr", No))),
            new("HR says nothing", "start short manager long hr refused tell_refused", Decided(("hr", Late))),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "No trials."),
    };

    public static ValueTask<DryRunResult> RunAsync(WorkflowTemplate template, TemplateTrial trial, DateTimeOffset start)
    {
        var options = trial.Options;
        if (options.Payload is { } changed && changed.Element.TryGetProperty("$only", out var only))
        {
            var payload = JsonNode.Parse(template.TestData!.Utf8.Span)!.AsObject();
            payload[only.GetProperty("name").GetString()!] = JsonNode.Parse(only.GetProperty("value").GetRawText());
            options = options with { Payload = JsonText.Parse(payload.ToJsonString()) };
        }

        return new DryRunner(TemplateTests.CatalogOf(template), new FakeTimeProvider(start)).RunAsync(template.Canvas, options with { Trigger = template.Trigger }, CancellationToken.None);
    }

    /// <summary>Lists the edges that a dry run went along.</summary>
    public static IEnumerable<string> EdgesOf(CanvasDefinition canvas, DryRunResult result)
    {
        var left = RunOverlay.Of(result).Ports;
        var nodes = canvas.Nodes.ToDictionary(static node => node.Id);
        return canvas.Edges.Where(edge => left.Contains((edge.From, edge.Condition ?? PictureText.MainPortOf(nodes[edge.From])))).Select(static edge => edge.ToString());
    }

    private static DryRunOptions Given(string name, JsonNode value) =>
        new() { Payload = JsonText.Parse(new JsonObject { ["$only"] = new JsonObject { ["name"] = name, ["value"] = value } }.ToJsonString()) };

    private static DryRunOptions Decided(params (string Node, ApprovalStatus Status)[] decisions) => new() { Decisions = decisions.ToImmutableDictionary(static one => one.Node, static one => one.Status) };

    private static DryRunOptions Failing(string node) => new() { Failures = ImmutableDictionary<string, string>.Empty.Add(node, "The other system is down.") };

    private static DryRunOptions Silent(params string[] nodes) => new() { Events = nodes.ToImmutableDictionary(static node => node, static _ => (JsonText?)null) };

    private static DryRunOptions Scored(string node, int score) => new() { Events = ImmutableDictionary<string, JsonText?>.Empty.Add(node, JsonText.Parse($$"""{"score":{{score}}}""")) };
}
