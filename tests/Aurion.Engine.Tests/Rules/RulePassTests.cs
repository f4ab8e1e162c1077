using Aurion.Engine.Rules;
using Aurion.Engine.Values;
using static Aurion.Engine.Tests.Rules.RuleBuilder;

namespace Aurion.Engine.Tests.Rules;

public sealed class RulePassTests
{
    private const string Unassign = """[{"type":"unassign"}]""";

    [Fact]
    public void Decide_TheReferencesOwnRule_AssignsTheTeamAndQueuesTheNotification()
    {
        var rule = Rule(
            "rule_1",
            """[{"type":"assign_team","team_id":"team_escalation"},{"type":"send_notification","template":"urgent_ticket"}]""",
            """[{"field":"priority","operator":"equals","value":"urgent"}]""");

        var urgent = Decide("""{"priority":"urgent"}""", rule);
        var low = Decide("""{"priority":"low"}""", rule);

        Assert.Equal(["rule_1/assign_team:Ok", "rule_1/send_notification:Queued"], urgent.Outcomes());
        Assert.Equal(["evt_1/rule_1/0", "evt_1/rule_1/1"], urgent.Actions.Select(static entry => entry.Key));
        Assert.Equal([false, true], urgent.Actions.Select(static entry => entry.IsOutward));
        Assert.Equal("""{"template":"urgent_ticket"}""", urgent.Actions[1].Parameters.ToString());
        Assert.Equal("""{"type":"send_notification","template":"urgent_ticket"}""", urgent.Actions[1].Definition.ToString());
        Assert.Equal([new FieldChange("team_id", JsonText.Parse("\"team_escalation\""))], urgent.Changes.AsEnumerable());
        Assert.Equal([new RuleVerdict("rule_1", "rule_1", Matched: false)], low.Verdicts.AsEnumerable());
        Assert.Empty(low.Actions);
    }

    [Fact]
    public void Decide_ManyRules_GoByOrderThenCreationThenId()
    {
        var decision = Decide(
            "{}",
            Rule("rule_c", Unassign, more: "\"priority_order\":1"),
            Rule("rule_b", Unassign, created: Now.AddSeconds(1)),
            Rule("rule_d", Unassign),
            Rule("rule_a", Unassign, more: "\"priority_order\":1"),
            Rule("rule_e", Unassign));

        Assert.Equal(["rule_d", "rule_e", "rule_b", "rule_a", "rule_c"], decision.Verdicts.Select(static verdict => verdict.RuleId));
    }

    [Fact]
    public void Decide_DisabledTimeAndOtherEventsRules_AreNotLookedAt()
    {
        var decision = Decide(
            "{}",
            Rule("rule_1", Unassign, more: "\"enabled\":false"),
            Rule("rule_2", Unassign) with { TriggerEvent = "Ticket.Created" },
            Rule("rule_3", Unassign) with { Mode = ExecutionMode.Time, TriggerEvent = null, TimeCondition = new TimeCondition { OlderThanMinutes = 1 } },
            Rule("rule_4", Unassign));

        Assert.Equal("rule_4", Assert.Single(decision.Verdicts).RuleId);
    }

    [Fact]
    public void Decide_LaterRule_SeesTheChangesOfTheEarlier()
    {
        var decision = Decide(
            """{"priority":"high"}""",
            Rule("rule_1", """[{"type":"bump_priority"},{"type":"add_tag","tag":"vip"}]"""),
            Rule("rule_2", """[{"type":"set_status","status":"{{priority}}"}]""", """[{"field":"priority","operator":"equals","value":"urgent"},{"field":"tags","operator":"contains","value":"vip"}]"""),
            Rule("rule_3", Unassign, """[{"field":"priority","operator":"equals","value":"high"}]"""));

        Assert.Equal([true, true, false], decision.Verdicts.Select(static verdict => verdict.Matched));
        Assert.Equal(
            ["priority=\"urgent\"", "tags=[\"vip\"]", "status=\"urgent\""],
            decision.Changes.Select(static change => $"{change.Field}={change.Value}"));
    }

    [Fact]
    public void Decide_Changed_ComparesWithTheEventsStart()
    {
        var changedTo = """[{"field":"status","operator":"changed_to","value":"closed"}]""";
        var decision = Decide(
            """{"status":"open","previous":{"status":"new"}}""",
            Rule("rule_1", """[{"type":"set_status","status":"closed"},{"type":"set_category","category":"c"}]"""),
            Rule("rule_2", Unassign, changedTo),
            Rule("rule_3", Unassign, """[{"field":"status","operator":"changed_from","value":"new"}]"""),
            Rule("rule_4", Unassign, """[{"field":"status","operator":"changed_from","value":"open"}]"""),
            Rule("rule_5", Unassign, """[{"field":"category","operator":"changed"}]"""),
            Rule("rule_6", Unassign, """[{"field":"subject","operator":"changed"}]"""));

        Assert.Equal([true, true, true, false, true, false], decision.Verdicts.Select(static verdict => verdict.Matched));
    }

    [Theory]
    [InlineData(true, Unassign, "[]", 1)]
    [InlineData(false, """[{"type":"stop_processing"},{"type":"unassign"}]""", "[]", 1)]
    [InlineData(false, Unassign, "[]", 3)]
    [InlineData(true, Unassign, """[{"field":"a","operator":"is_present"}]""", 3)]
    [InlineData(true, """[{"type":"set_field","field":"a[0]","value":1}]""", "[]", 1)]
    public void Decide_Stop_ActsOnceARuleMatchedAndItsActionsWereTried(bool flag, string actions, string conditions, int lookedAt)
    {
        var decision = Decide(
            "{}",
            Rule("rule_1", actions, conditions, $"\"stop_processing\":{(flag ? "true" : "false")}"),
            Rule("rule_2", Unassign),
            Rule("rule_3", Unassign));

        Assert.Equal(lookedAt, decision.Verdicts.Length);
        Assert.DoesNotContain(decision.Actions, static entry => entry.RuleId is "rule_1" && entry.Status is ActionEntryStatus.Queued or ActionEntryStatus.Skipped);
    }

    [Theory]
    [InlineData("continue", "rule_1/set_field:Failed", "rule_1/set_status:Ok", "rule_1/send_notification:Queued")]
    [InlineData("fail", "rule_1/set_field:Failed", "rule_1/set_status:Skipped", "rule_1/send_notification:Skipped")]
    public void Decide_AFailedAction_SkipsTheRestOnlyWhereTheRuleSaysSo(string onError, string first, string second, string third)
    {
        var decision = Decide(
            """{"a":"text"}""",
            Rule("rule_1", """[{"type":"set_field","field":"a.b","value":1},{"type":"set_status","status":"x"},{"type":"send_notification"}]""", more: $"\"on_error\":\"{onError}\""),
            Rule("rule_2", Unassign));

        Assert.Equal([first, second, third, "rule_2/unassign:Ok!"], decision.Outcomes());
        Assert.Contains("on the way", decision.Actions[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_WhatChangesNothing_IsOkAndANoop()
    {
        var decision = Decide("""{"status":"open"}""", Rule("rule_1", """[{"type":"set_status","status":"open"}]"""));

        Assert.Equal(["rule_1/set_status:Ok!"], decision.Outcomes());
        Assert.Empty(decision.Changes);
    }

    [Fact]
    public void Decide_AConditionThatCannotBeJudged_IsAnErrorWithItsPathAndMatchesNothing()
    {
        var decision = Decide("""{"a":1}""", Faulty("rule_1", Unassign, 0), Rule("rule_2", Unassign, more: "\"priority_order\":1"));

        Assert.Equal([false, true], decision.Verdicts.Select(static verdict => verdict.Matched));
        Assert.StartsWith("conditions[0]", decision.Verdicts[0].Error, StringComparison.Ordinal);
        Assert.Null(decision.Verdicts[1].Error);
        Assert.Equal(["rule_2/unassign:Ok!"], decision.Outcomes());
    }

    [Fact]
    public void Decide_Placeholders_AreFilledOnceFromTheCopy()
    {
        var decision = Decide(
            """{"subject":"{{secret}}","secret":"s","n":{"x":[1]}}""",
            Rule("rule_1", """[{"type":"set_category","category":"c"},{"type":"add_note","text":"{{subject}} {{category}} {{gone}}","data":"{{n}}"}]"""));

        Assert.Equal("""{"text":"{{secret}} c ","data":{"x":[1]}}""", decision.Actions[1].Parameters.ToString());
        Assert.Contains("gone", Assert.Single(decision.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_AConversation_IsWhatChangesBuildOn()
    {
        var conversation = new Conversation
        {
            Tenant = TenantId.Default, Id = "c", Version = "7", Fields = JsonText.Parse("""{"tags":["kept"],"priority":"high"}"""),
        };

        var decision = RulePass.Decide(
            RuleSet.Compile([Rule("rule_1", """[{"type":"add_tag","tag":"new"},{"type":"bump_priority"}]""", """[{"field":"priority","operator":"equals","value":"low"}]""")]),
            "evt_1", Event("""{"priority":"low"}""", "c"), conversation, Now);

        Assert.Equal(
            ["tags=[\"kept\",\"new\"]", "priority=\"urgent\""],
            decision.Changes.Select(static change => $"{change.Field}={change.Value}"));
    }

    [Fact]
    public void Decide_Twice_IsTheSame()
    {
        AutomationRule[] rules =
            [Rule("rule_1", """[{"type":"bump_priority"},{"type":"send_notification","x":"{{priority}}"}]"""), Rule("rule_2", Unassign)];

        var first = Decide("""{"priority":"low"}""", rules);
        var second = Decide("""{"priority":"low"}""", rules);

        Assert.Equal(first.Actions.AsEnumerable(), second.Actions.AsEnumerable());
        Assert.Equal(first.Changes.AsEnumerable(), second.Changes.AsEnumerable());
        Assert.Equal(first.Verdicts.AsEnumerable(), second.Verdicts.AsEnumerable());
    }
}
