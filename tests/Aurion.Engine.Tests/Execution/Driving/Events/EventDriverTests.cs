using Aurion.Engine.Actions;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

public sealed class EventDriverTests
{
    private readonly World _world = new();

    [Fact]
    public async Task FireAsync_TheReferencesOwnRule_AssignsNotifiesAndLogs()
    {
        await using var process = new RuleProcess(_world);
        var rule = (await process.Engine.CreateAsync(TenantId.Default, JsonText.Parse("""
            {"name":"Escalate urgent tickets","execution_mode":"event","trigger_event":"ticket.created",
             "conditions":[{"field":"priority","operator":"equals","value":"urgent"}],
             "actions":[{"type":"assign_team","team_id":"team_escalation"},{"type":"send_notification","template":"urgent_ticket"}],
             "enabled":true,"priority_order":1,"stop_processing":false}
            """), CancellationToken.None)).Rule;
        _world.Tickets["c1"] = JsonText.Parse("""{"priority":"urgent","subject":"s"}""");

        var fired = await process.FireAsync("""{"priority":"urgent"}""", "c1");

        var executed = Assert.Single(fired.Executed);
        Assert.Equal((rule.Id, true, true, null), (executed.RuleId, executed.Matched, executed.Success, executed.ErrorMessage));
        Assert.Equal(["assign_team:Ok", "send_notification:Ok"], Statuses(executed));
        Assert.Equal("""{"priority":"urgent","subject":"s","team_id":"team_escalation"}""", _world.Tickets["c1"].ToString());
        var patch = Assert.Single(_world.Tickets.Asked);
        Assert.Equal(("automation", "1"), (patch.Origin, patch.ExpectedVersion));
        var call = Assert.Single(_world.Calls);
        Assert.Equal(
            ($"evt_1/{rule.Id}/1", "evt_1", "ticket.created", "c1", rule.Id, "user_1", """{"template":"urgent_ticket"}""", """{"priority":"urgent"}"""),
            (call.IdempotencyKey, call.EventId, call.EventType, call.ConversationId, call.RuleId, call.Actor, call.Parameters.ToString(), call.Payload!.ToString()));
        var log = Assert.Single(await process.Engine.ListLogAsync(TenantId.Default, 50, CancellationToken.None));
        Assert.Equal(
            (rule.Id, "Escalate urgent tickets", "ticket.created", "c1", RuleLogStatus.Success, 2, _world.Time.GetUtcNow()),
            (log.RuleId, log.RuleName, log.EventType, log.ConversationId, log.Status, log.ActionsExecuted, log.ExecutedAt));
        var state = await process.Engine.FindAsync(TenantId.Default, rule.Id, CancellationToken.None);
        Assert.Equal((1L, (DateTimeOffset?)_world.Time.GetUtcNow(), 1L), (state!.ExecutionCount, state.LastFiredAt, state.Revision));
        Assert.Equal(EventStage.Finished, (await _world.FindAsync("evt_1"))!.Stage);
    }

    [Fact]
    public async Task FireAsync_NothingMatches_AnswersTheRuleAndLogsNothing()
    {
        await _world.AddRulesAsync("""
            "conditions":[{"field":"priority","operator":"equals","value":"urgent"}],"actions":[{"type":"unassign"}]
            """);
        await using var process = new RuleProcess(_world);

        var fired = await process.FireAsync("""{"priority":"low"}""");

        var executed = Assert.Single(fired.Executed);
        Assert.Equal((false, false, null), (executed.Matched, executed.Success, executed.ErrorMessage));
        Assert.Empty(executed.Actions);
        Assert.Empty(await process.Engine.ListLogAsync(TenantId.Default, 50, CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("unknown")]
    public async Task FireAsync_NoConversationOfTheHost_WorksOnTheCopyAlone(string? conversation)
    {
        await _world.AddRulesAsync(
            """ "actions":[{"type":"set_status","status":"open"}] """,
            """ "conditions":[{"field":"status","operator":"equals","value":"open"}],"actions":[{"type":"add_note","text":"{{status}}"}] """);
        await using var process = new RuleProcess(_world);

        var fired = await process.FireAsync("{}", conversation);

        Assert.All(fired.Executed, static executed => Assert.True(executed.Success));
        Assert.Empty(_world.Tickets.Asked);
        Assert.Equal("""{"text":"open"}""", Assert.Single(_world.Calls).Parameters.ToString());
    }

    [Fact]
    public async Task FireAsync_TheSameIdAgain_AnswersTheFirstAndDoesNothing()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"set_status","status":"open"},{"type":"send_notification"}] """);
        await using var process = new RuleProcess(_world);
        _world.Tickets["c1"] = JsonText.EmptyObject;

        var first = await process.FireAsync("{}", "c1");
        var second = await process.FireAsync("""{"other":1}""", "c1");

        Assert.Equal(Statuses(first.Executed[0]), Statuses(second.Executed[0]));
        Assert.True(second.Executed[0].Success);
        Assert.Single(_world.Calls);
        Assert.Equal(2, _world.Tickets.VersionOf("c1"));
        Assert.Single(await process.Engine.ListLogAsync(TenantId.Default, 50, CancellationToken.None));
    }

    [Fact]
    public async Task FireAsync_WithoutAnId_MakesOne()
    {
        await using var process = new RuleProcess(_world);

        var fired = await process.FireAsync("{}", id: null);

        Assert.StartsWith("evt_", fired.EventId, StringComparison.Ordinal);
        Assert.NotNull(await _world.FindAsync(fired.EventId));
    }

    [Fact]
    public async Task FireAsync_TheConversationChangesUnderIt_DecidesAnewOnTheCurrentValues()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"add_tag","tag":"new"},{"type":"add_note","text":"{{tags}}"}] """);
        _world.Tickets["c1"] = JsonText.Parse("""{"tags":["a"]}""");
        _world.Tickets.BeforeApply = static (tickets, asked) =>
        {
            if (asked <= 3)
            {
                tickets["c1"] = JsonText.Parse($$"""{"tags":["a","by others {{asked}}"]}""");
            }
        };
        await using var process = new RuleProcess(_world);

        var fired = await process.FireAsync("{}", "c1");

        Assert.True(fired.Executed[0].Success);
        Assert.Equal("""{"tags":["a","by others 3","new"]}""", _world.Tickets["c1"].ToString());
        Assert.Equal(4, _world.Tickets.Asked.Count);
        Assert.Equal("""{"text":["a","by others 3","new"]}""", Assert.Single(_world.Calls).Parameters.ToString());
    }

    [Fact]
    public async Task FireAsync_TheConversationChangesEachTime_FailsThePatchAndSkipsWhatFollows()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"add_tag","tag":"new"},{"type":"send_notification"}] """);
        _world.Tickets["c1"] = JsonText.EmptyObject;
        _world.Tickets.BeforeApply = static (tickets, asked) => tickets["c1"] = JsonText.Parse($$"""{"n":{{asked}}}""");
        await using var process = new RuleProcess(_world);

        var fired = await process.FireAsync("{}", "c1");

        Assert.Equal(["add_tag:Failed", "send_notification:Skipped"], Statuses(fired.Executed[0]));
        Assert.Contains("changed by others", fired.Executed[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(4, _world.Tickets.Asked.Count);
        Assert.Empty(_world.Calls);
        Assert.Equal(RuleLogStatus.Failed, Assert.Single(await process.Engine.ListLogAsync(TenantId.Default, 9, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task FireAsync_ThePatchIsRefused_FailsItsFieldActionsAndSkipsTheOutwardOnes()
    {
        await _world.AddRulesAsync(
            """ "actions":[{"type":"set_status","status":"open"},{"type":"unassign"},{"type":"send_notification"}] """,
            """ "actions":[{"type":"add_note","text":"t"}] """);
        _world.Tickets["c1"] = JsonText.EmptyObject;
        _world.Tickets.Refusal = "The ticket is archived.";
        await using var process = new RuleProcess(_world);

        var fired = await process.FireAsync("{}", "c1");

        Assert.Equal(["set_status:Failed", "unassign:Ok", "send_notification:Skipped"], Statuses(fired.Executed[0]));
        Assert.Equal("set_status: The ticket is archived.", fired.Executed[0].ErrorMessage);
        Assert.Equal(["add_note:Skipped"], Statuses(fired.Executed[1]));
        Assert.False(fired.Executed[1].Success);
        Assert.Empty(_world.Calls);
        Assert.Equal(
            [RuleLogStatus.Failed, RuleLogStatus.Partial],
            (await process.Engine.ListLogAsync(TenantId.Default, 9, CancellationToken.None)).Select(static entry => entry.Status));
    }

    [Theory]
    [InlineData("continue", "add_note:Ok")]
    [InlineData("fail", "add_note:Skipped")]
    public async Task FireAsync_AHandlerFails_SkipsTheRestOnlyWhereTheRuleSaysSo(string onError, string then)
    {
        await _world.AddRulesAsync(
            $$""" "on_error":"{{onError}}","actions":[{"type":"send_notification"},{"type":"add_note","text":"t"}] """,
            """ "actions":[{"type":"add_note","text":"u"}] """);
        _world.Handlers["send_notification"] = static (_, _) => new(ActionResult.Failed("No such template."));
        await using var process = new RuleProcess(_world);

        var fired = await process.FireAsync("{}");

        Assert.Equal(["send_notification:Failed", then], Statuses(fired.Executed[0]));
        Assert.Equal("send_notification: No such template.", fired.Executed[0].ErrorMessage);
        Assert.Equal(["add_note:Ok"], Statuses(fired.Executed[1]));
    }

    [Fact]
    public async Task FireAsync_AHandlerThrows_IsAFailureThatTellsNoSecret()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"send_notification"}] """);
        _world.Handlers["send_notification"] = static (_, _) => throw new InvalidOperationException("password=hunter2");
        await using var process = new RuleProcess(_world);

        var fired = await process.FireAsync("{}");

        Assert.Equal("send_notification: The handler threw InvalidOperationException.", fired.Executed[0].ErrorMessage);
    }

    [Fact]
    public async Task FireAsync_AnActionNobodyPerformsAnyMore_Fails()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"send_notification"}] """);
        _world.Handlers.Remove("send_notification");
        await using var process = new RuleProcess(_world);

        Assert.Contains("Nothing performs", (await process.FireAsync("{}")).Executed[0].ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FireAsync_NoopAndPendingHandlers_AreOk()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"send_notification"},{"type":"add_note","text":"t"}] """);
        _world.Handlers["send_notification"] = static (_, _) => new(ActionResult.Unchanged());
        _world.Handlers["add_note"] = static (_, _) => new(ActionResult.Pending());
        await using var process = new RuleProcess(_world);

        var executed = (await process.FireAsync("{}")).Executed[0];

        Assert.True(executed.Success);
        Assert.Equal([true, false], executed.Actions.Select(static entry => entry.IsNoop));
    }

    [Theory]
    [InlineData(" ", "{}", "event_type")]
    [InlineData("e", "[]", "payload")]
    public async Task FireAsync_NoEvent_IsRefused(string type, string payload, string path)
    {
        await using var process = new RuleProcess(_world);

        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(() => process.Engine.FireAsync(
            new AutomationEvent { Type = type, Payload = JsonText.Parse(payload) }, CancellationToken.None).AsTask());

        Assert.Equal(path, Assert.Single(refused.Faults).Path.ToString());
    }

    [Fact]
    public async Task FireAsync_RunWorkflowThatIsUnknown_Fails()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"run_workflow","workflow_id":"wf_none"}] """);
        await using var process = new RuleProcess(_world);

        Assert.Equal("run_workflow: There is no workflow 'wf_none'.", (await process.FireAsync("{}")).Executed[0].ErrorMessage);
    }

    [Fact]
    public async Task FireAsync_AfterAnEditOnAnotherNode_UsesTheNewRulesWithinASecond()
    {
        await using var here = new RuleProcess(_world);
        await using var there = new RuleProcess(_world);
        Assert.Empty((await here.FireAsync("{}", id: null)).Executed);

        var rule = await there.Engine.CreateAsync(
            TenantId.Default, JsonText.Parse("""{"name":"n","trigger_event":"ticket.created","actions":[{"type":"unassign"}]}"""), CancellationToken.None);
        Assert.Single((await there.FireAsync("{}", id: null)).Executed); // its own edit at once
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single((await here.FireAsync("{}", id: null)).Executed);

        await there.Engine.DeleteAsync(TenantId.Default, rule.Rule.Id, null, CancellationToken.None);
        Assert.Empty((await there.FireAsync("{}", id: null)).Executed);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await here.FireAsync("{}", id: null)).Executed);
    }

    private static string[] Statuses(RuleExecution executed) => [.. executed.Actions.Select(static entry => $"{entry.Type}:{entry.Status}")];
}
