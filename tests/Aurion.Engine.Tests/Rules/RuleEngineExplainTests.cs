using System.Text;
using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Tests.Execution.Driving.Events;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Rules;

public sealed class RuleEngineExplainTests : IAsyncDisposable
{
    private readonly World _world = new();
    private readonly RuleProcess _process;

    public RuleEngineExplainTests() => _process = new RuleProcess(_world);

    private RuleEngine Engine => _process.Engine;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [Fact]
    public async Task ExplainAsync_AnEvent_SaysOfEachRuleWhatBecomesOfItAndWhy()
    {
        var ids = await _world.AddRulesAsync(
            """
            "priority_order":0,"conditions":[{"field":"subject","operator":"contains","value":"printer"}],"actions":[{"type":"set_priority","priority":"high"},{"type":"send_notification","template":"{{priority}}"}]
            """,
            """
            "priority_order":1,"conditions":[{"field":"priority","operator":"equals","value":"urgent"}],"actions":[{"type":"unassign"}]
            """,
            """
            "priority_order":2,"stop_processing":true,"conditions":[{"field":"priority","operator":"equals","value":"high"}],"actions":[{"type":"add_tag","tag":"seen"}]
            """,
            """
            "priority_order":3,"actions":[{"type":"unassign"}]
            """,
            """
            "priority_order":4,"enabled":false,"actions":[{"type":"unassign"}]
            """,
            """
            "priority_order":5,"actions":[{"type":"unassign"}]
            """,
            """
            "priority_order":6,"actions":[{"type":"unassign"}]
            """);
        await Engine.UpdateAsync(TenantId.Default, ids[5], JsonText.Parse("""{"trigger_event":"ticket.updated"}"""), null, CancellationToken.None);
        await Engine.UpdateAsync(
            TenantId.Default, ids[6], JsonText.Parse("""{"execution_mode":"time","time_condition":{"older_than_minutes":5}}"""), null, CancellationToken.None);

        var explanation = await Engine.ExplainAsync(Event("""{"subject":"The printer","priority":"low"}"""), CancellationToken.None);

        Assert.Equal(ids, explanation.Rules.Select(static rule => rule.Rule.Id));
        Assert.Equal(
            [RuleFate.Run, RuleFate.NotMatched, RuleFate.Run, RuleFate.Stopped, RuleFate.Disabled, RuleFate.OtherEvent, RuleFate.OtherMode],
            explanation.Rules.Select(static rule => rule.Fate));
        Assert.Equal(
            [
                "its conditions hold, so it runs",
                "its conditions do not hold: priority is \"high\"; equals \"urgent\" wants exactly that",
                "its conditions hold, so it runs, and no later rule is looked at",
                $"rule {ids[2]} (\"rule 3\") stopped the processing before it; its conditions hold",
                "it is disabled; its conditions hold",
                "it listens to \"ticket.updated\", and this is \"ticket.created\"; its conditions hold",
                "it is run by time, not by events; it is not due now; its conditions hold",
            ],
            explanation.Rules.Select(static rule => rule.Sentence));
        Assert.Equal(ids[2], explanation.Rules[3].StoppedBy);
        Assert.Equal("priority is \"high\"; equals \"urgent\" wants exactly that", explanation.Rules[1].Conditions.Parts[0].Sentence);
        Assert.Equal(["priority=\"high\""], explanation.Rules[2].ChangesBefore.Select(static change => $"{change.Field}={change.Value}"));
        Assert.Equal(["tags=[\"seen\"]"], explanation.Rules[2].Changes.Select(static change => $"{change.Field}={change.Value}"));
        Assert.Equal("""{"subject":"The printer","priority":"high"}""", explanation.Rules[2].Seen.ToString());
        Assert.Equal("""{"template":"high"}""", explanation.Rules[0].Actions[1].Parameters.ToString());
        Assert.Equal(["priority", "tags"], explanation.Changes.Select(static change => change.Field));
    }

    [Fact]
    public async Task ExplainAsync_AnEvent_IsWhatFiringItDoes()
    {
        await _world.AddRulesAsync(
            """
            "conditions":[{"field":"tags","operator":"contains","value":"vip"}],"actions":[{"type":"bump_priority"},{"type":"add_tag","tag":"seen"}]
            """,
            """
            "conditions":[{"field":"priority","operator":"changed"}],"actions":[{"type":"send_notification","template":"t"}]
            """,
            """
            "conditions":[{"field":"priority","operator":"equals","value":"low"}],"actions":[{"type":"unassign"}]
            """);
        _world.Tickets["c"] = JsonText.Parse("""{"tags":["old"],"priority":"normal"}""");
        var automationEvent = Event("""{"tags":["vip"],"priority":"normal"}""", "c");

        var explanation = await Engine.ExplainAsync(automationEvent, CancellationToken.None);
        var fired = await Engine.FireAsync(automationEvent, CancellationToken.None);

        Assert.Equal(
            fired.Executed.Select(static rule => (rule.RuleId, rule.Matched, rule.Actions.Length)),
            explanation.Rules.Select(static rule => (rule.Rule.Id, rule.Fate is RuleFate.Run, rule.Actions.Length)));
        Assert.Equal(
            fired.Executed.SelectMany(static rule => rule.Actions).Select(static action => (action.Key, action.Parameters.ToString())),
            explanation.Rules.SelectMany(static rule => rule.Actions).Select(static action => (action.Key, action.Parameters.ToString())));
        Assert.Equal(["priority=\"high\"", "tags=[\"old\",\"seen\"]"], explanation.Changes.Select(static change => $"{change.Field}={change.Value}"));
    }

    [Fact]
    public async Task ExplainAsync_AnyWay_WritesNothingAndDoesNothing()
    {
        var ids = await _world.AddRulesAsync("""
            "actions":[{"type":"set_priority","priority":"high"},{"type":"send_notification","template":"t"}]
            """);
        _world.Tickets["c"] = JsonText.Parse("""{"priority":"low"}""");
        var before = _world.Tickets["c"];

        await Engine.ExplainAsync(Event("{}", "c"), CancellationToken.None);
        await Engine.ExplainAsync(ids[0], Event("{}", "c"), CancellationToken.None);
        await Engine.ExplainAsync(Draft, Event("{}", "c"), CancellationToken.None);

        Assert.Empty(_world.Calls);
        Assert.Equal(before, _world.Tickets["c"]);
        Assert.Null(await _world.FindAsync("evt_1"));
        Assert.Empty(await Engine.ListLogAsync(TenantId.Default, 9, CancellationToken.None));
        Assert.Equal(ids, (await Engine.ListAsync(TenantId.Default, CancellationToken.None)).Select(static state => state.Rule.Id));
        Assert.Equal(0, (await Engine.FindAsync(TenantId.Default, ids[0], CancellationToken.None))!.ExecutionCount);
    }

    [Fact]
    public async Task ExplainAsync_ARuleAtItsLimit_SaysSoAndTakesNoKey()
    {
        var ids = await _world.AddRulesAsync("""
            "run_limit":"once_per_ticket","actions":[{"type":"unassign"}]
            """);
        var second = Event("{}", "c") with { Id = "evt_2" };

        var before = await Engine.ExplainAsync(second, CancellationToken.None);
        await Engine.ExplainAsync(second with { Id = "evt_3" }, CancellationToken.None);
        var fired = await Engine.FireAsync(Event("{}", "c"), CancellationToken.None);
        var after = (await Engine.ExplainAsync(second, CancellationToken.None)).Rules[0];

        Assert.Equal(RuleFate.Run, before.Rules[0].Fate);
        Assert.True(fired.Executed[0].Success);
        Assert.Equal((ids[0], RuleFate.LimitReached), (after.Rule.Id, after.Fate));
        Assert.Equal("its conditions hold, but it is not run: it runs once per ticket, and has run on this one", after.Sentence);
        Assert.Empty(after.Actions);
    }

    [Fact]
    public async Task ExplainAsync_AnEventThatAutomationCaused_SaysWhichRulesReact()
    {
        await _world.AddRulesAsync(
            """
            "actions":[{"type":"set_priority","priority":"high"}]
            """,
            """
            "react_to_automation":true,"actions":[{"type":"set_priority","priority":"high"}]
            """,
            """
            "react_to_automation":true,"actions":[{"type":"set_priority","priority":"low"}]
            """);
        var rules = await Engine.ListAsync(TenantId.Default, CancellationToken.None);
        var chain = new AutomationChain { Root = "evt_0", Depth = 1, Rules = [rules[1].Rule.Id] };

        var explanation = await Engine.ExplainAsync(Event("{}") with { Chain = chain }, CancellationToken.None);

        Assert.Equal([RuleFate.NotReacting, RuleFate.LoopStopped, RuleFate.Run], explanation.Rules.Select(static rule => rule.Fate));
        Assert.Equal(
            "its conditions hold, but it is not run: it has run already in the chain of changes since event evt_0", explanation.Rules[1].Sentence);
    }

    [Fact]
    public async Task ExplainAsync_ATimeRule_SaysWhetherItIsDue()
    {
        var rule = JsonText.Parse(
            """
            {"name":"n","execution_mode":"time","time_condition":{"older_than_minutes":5,"status":["open"]},"actions":[{"type":"unassign"}]}
            """);
        _world.Tickets["c"] = JsonText.Parse("""{"status":"open","status_changed_at":"2026-02-10T14:20:00Z"}""");

        var explanation = await Engine.ExplainAsync(rule, Event("{}", "c"), CancellationToken.None);

        Assert.Equal(RuleFate.OtherMode, explanation.Fate);
        Assert.Equal("it is run by time, not by events; it is due now; its conditions hold", explanation.Sentence);
    }

    [Fact]
    public async Task ExplainAsync_AStoredRule_IsExplainedByItself()
    {
        var ids = await _world.AddRulesAsync(
            """
            "stop_processing":true,"actions":[{"type":"set_priority","priority":"high"}]
            """,
            """
            "conditions":[{"field":"priority","operator":"equals","value":"low"}],"actions":[{"type":"unassign"}]
            """);

        var second = await Engine.ExplainAsync(ids[1], Event("""{"priority":"low"}"""), CancellationToken.None);

        Assert.Equal((ids[1], RuleFate.Run), (second!.Rule.Id, second.Fate));
        Assert.Null(await Engine.ExplainAsync("rule_0", Event("{}"), CancellationToken.None));
        Assert.Null(await Engine.ExplainAsync(ids[1], Event("{}") with { Tenant = new TenantId("other") }, CancellationToken.None));
    }

    [Fact]
    public async Task ExplainAsync_ADraft_IsReadAsIfItWereSaved()
    {
        var explanation = await Engine.ExplainAsync(Draft, Event("""{"priority":"low"}"""), CancellationToken.None);

        Assert.Equal((RuleFate.NotMatched, Truth.False), (explanation.Fate, explanation.Conditions.Verdict));
        Assert.Equal("priority is \"low\"; greater_than \"high\" wants a higher one", explanation.Conditions.Parts[0].Sentence);
        Assert.Equal("category is missing; equals \"it\" wants exactly that", explanation.Conditions.Parts[1].Sentence);
        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(
            () => Engine.ExplainAsync(JsonText.Parse("""{"name":"n"}"""), Event("{}"), CancellationToken.None).AsTask());
        Assert.Contains(refused.Faults, static fault => fault.Path.ToString() == "trigger_event");
    }

    [Fact]
    public async Task ExplainAsync_NoEvent_IsRefusedAsFiringRefusesIt()
    {
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => Engine.ExplainAsync(Event("[]"), CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => Engine.ExplainAsync("rule_0", Event("{}") with { Type = " " }, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => Engine.ExplainAsync(Draft, Event("1"), CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Write_AnExplanation_IsTheJsonThatPeopleRead()
    {
        var explanation = await Engine.ExplainAsync(Draft, Event("""{"priority":"urgent","category":"IT","previous":{"priority":"low"}}"""), CancellationToken.None);

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            ExplanationJson.Write(writer, explanation);
        }

        Assert.Equal(
            """
            {"rule_id":"rule_draft","rule_name":"draft","fate":"run","sentence":"its conditions hold, so it runs",
            "conditions":{"path":"conditions","group":"all","verdict":"true","sentence":"all 2 hold","parts":[
            {"path":"conditions[0]","field":"priority","operator":"greater_than","value":"high","actual":"urgent","read_as":"choice","coerced":"urgent","verdict":"true","sentence":"priority is \u0022urgent\u0022; greater_than \u0022high\u0022 holds"},
            {"path":"conditions[1]","field":"category","operator":"equals","value":"it","actual":"IT","read_as":"text","coerced":"IT","verdict":"true","sentence":"category is \u0022IT\u0022; equals \u0022it\u0022 holds"}]},
            "changes_before":[],"actions":[{"type":"add_tag","parameters":{"tag":"seen"},"status":"ok"}],"changes":[{"field":"tags","value":["seen"]}]}
            """.ReplaceLineEndings(string.Empty),
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static JsonText Draft => JsonText.Parse(
        """
        {"name":"draft","trigger_event":"ticket.created","actions":[{"type":"add_tag","tag":"seen"}],
         "conditions":[{"field":"priority","operator":"greater_than","value":"high"},{"field":"category","operator":"equals","value":"it"}]}
        """);

    private static AutomationEvent Event(string payload, string? conversation = null) => RuleBuilder.Event(payload, conversation);
}
