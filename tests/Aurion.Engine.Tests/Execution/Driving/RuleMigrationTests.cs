using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class RuleMigrationTests : IAsyncDisposable
{
    private static readonly TenantId Acme = TenantId.Default;
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();
    private readonly TestConversations _conversations = new();
    private readonly EngineHarness _engine;

    public RuleMigrationTests() => _engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside, _conversations);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Migrate_EventRule_IsADraftAndTheRuleGoesOn()
    {
        var rule = await CreateRuleAsync("""
            "description":"d","trigger_event":"ticket.created","conditions":[{"field":"category","operator":"equals","value":"Network"}],"actions":[{"type":"set_status","status":"open"},{"type":"do","n":"{{n}}"}]
            """);

        var state = (await MigrateAsync(rule)).State!;

        var workflow = state.Workflow;
        Assert.Equal((WorkflowStatus.Draft, "Rule", "d", rule), (workflow.Status, workflow.Name, workflow.Description, workflow.MigratedFrom?.RuleId));
        Assert.Equal("""{"type":"event","event_types":["ticket.created"],"conditions":[{"field":"category","operator":"equals","value":"Network"}]}""", workflow.Trigger.Text.ToString());
        Assert.Equal(["start", "action_1", "action_2"], workflow.Canvas.Nodes.Select(static node => node.Id));
        Assert.Equal("""{"type":"do","n":"{{n}}","on_error":"continue"}""", workflow.Canvas.Nodes[2].Config.GetRawText());
        Assert.Equal(workflow.MigratedFrom, Workflow.FromJson(workflow.ToJson()).MigratedFrom);

        await FireAsync("""{"category":"Network","n":1}""");
        Assert.Equal([rule], await RulesThatRanAsync());
        Assert.Single(_outside.Calls);
    }

    [Theory]
    [InlineData("Network", "action_1")]
    [InlineData("Other", "")]
    public async Task DryRun_OfTheMigratedDraft_RespectsTheConditions(string category, string planned)
    {
        var rule = await CreateRuleAsync(""" "trigger_event":"e","conditions":[{"field":"category","operator":"equals","value":"Network"}],"actions":[{"type":"do"}] """);
        var workflow = (await MigrateAsync(rule)).State!.Workflow;

        var result = await _engine.Workflows.DryRunAsync(
            workflow.Canvas, new DryRunOptions { Trigger = workflow.Trigger, Payload = JsonText.Parse($$"""{"category":"{{category}}"}""") }, CancellationToken.None);

        Assert.Equal((RunStatus.Completed, planned), (result.Status, string.Join(' ', result.PlannedActions.Select(static action => action.NodeId))));
        Assert.Equal(planned.Length == 0, result.Warnings.Any(static warning => warning.Contains("no run would start", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Publish_FirstTime_DisablesTheRuleAndTakesItsPlace()
    {
        var rule = await CreateRuleAsync(""" "trigger_event":"ticket.created","actions":[{"type":"do"}] """);
        await FireAsync("{}");
        var id = (await MigrateAsync(rule)).State!.Workflow.Id;

        var published = await _engine.Workflows.PublishAsync(Acme, id, null, null, CancellationToken.None);
        await FireAsync("{}");

        Assert.True(published.IsPublished);
        Assert.False((await _engine.Rules.FindAsync(Acme, rule, CancellationToken.None))!.Rule.Enabled);
        Assert.Equal(2, _outside.Calls.Count);
        Assert.Single(await _engine.Workflows.ListRunsAsync(Acme, id, null, 10, 0, CancellationToken.None));
        Assert.Equal([rule], await RulesThatRanAsync());

        // Who enables the rule again wants both; a second publication is no first.
        await _engine.Rules.UpdateAsync(Acme, rule, JsonText.Parse("""{"enabled":true}"""), null, CancellationToken.None);
        await _engine.Workflows.UpdateAsync(Acme, id, JsonText.Parse("""{"trigger_config":{"type":"event","event_types":["ticket.created","x"]}}"""), null, CancellationToken.None);
        await _engine.Workflows.PublishAsync(Acme, id, null, null, CancellationToken.None);
        await FireAsync("{}");
        Assert.True((await _engine.Rules.FindAsync(Acme, rule, CancellationToken.None))!.Rule.Enabled);
        Assert.Equal(4, _outside.Calls.Count);
    }

    [Fact]
    public async Task Publish_WhileEventsCome_LetsEachBeActedOnOnce()
    {
        var rule = await CreateRuleAsync(""" "trigger_event":"ticket.created","actions":[{"type":"do","n":"{{n}}"}] """);
        var id = (await MigrateAsync(rule)).State!.Workflow.Id;
        const int events = 200;

        var firing = Parallel.ForAsync(0, events, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) =>
        {
            if (n == events / 2)
            {
                await _engine.Workflows.PublishAsync(Acme, id, null, null, CancellationToken.None);
            }

            await _engine.Rules.FireAsync(new AutomationEvent { Type = "ticket.created", Payload = JsonText.Parse($$"""{"n":{{n}}}""") }, CancellationToken.None);
        });
        await firing;
        await _engine.SettleAsync();

        var seen = _outside.Calls.Select(static call => call.Parameters.Element.GetProperty("n").GetInt32()).Order().ToList();
        Assert.Equal(Enumerable.Range(0, events), seen);
    }

    [Fact]
    public async Task Publish_RuleWasDeletedMeanwhile_Publishes()
    {
        var rule = await CreateRuleAsync(""" "trigger_event":"ticket.created","actions":[{"type":"do"}] """);
        var id = (await MigrateAsync(rule)).State!.Workflow.Id;
        await _engine.Rules.DeleteAsync(Acme, rule, null, CancellationToken.None);

        Assert.True((await _engine.Workflows.PublishAsync(Acme, id, null, null, CancellationToken.None)).IsPublished);
        await FireAsync("{}");
        Assert.Single(_outside.Calls);
    }

    [Fact]
    public async Task Migrate_TimeRule_KeepsWhatItFiredOnAndWaitsForItsConditions()
    {
        var rule = await CreateRuleAsync("""
            "execution_mode":"time","time_condition":{"older_than_minutes":10,"status":["open"]},"conditions":[{"field":"vip","operator":"equals","value":true}],"actions":[{"type":"do","id":"{{name}}"}]
            """);
        Put("done", vip: true);
        await _engine.Rules.RunTimeRulesAsync(Acme, null, CancellationToken.None);
        var id = (await MigrateAsync(rule)).State!.Workflow.Id;
        Assert.True((await _engine.Workflows.PublishAsync(Acme, id, null, null, CancellationToken.None)).IsPublished);
        Put("later", vip: false);

        await _engine.Workflows.StartDueAsync(Acme, CancellationToken.None);
        await _engine.SettleAsync();
        Assert.Equal(["done"], Names());
        Put("later", vip: true); // in the same episode
        await _engine.Workflows.StartDueAsync(Acme, CancellationToken.None);
        await _engine.Workflows.StartDueAsync(Acme, CancellationToken.None);
        await _engine.Rules.RunTimeRulesAsync(Acme, null, CancellationToken.None);
        await _engine.SettleAsync();
        Assert.Equal(["done", "later"], Names());

        void Put(string name, bool vip) => _conversations.Put(name, $$"""{"name":"{{name}}","status":"open","vip":{{(vip ? "true" : "false")}},"status_changed_at":"2026-03-02T11:00:00Z"}""");
        IEnumerable<string> Names() => _outside.Calls.Select(static call => call.Parameters.Element.GetProperty("id").GetString()!);
    }

    [Theory]
    [InlineData(""" "react_to_automation":true,"actions":[{"type":"do"}] """, "react_to_automation")]
    [InlineData(""" "run_limit":"once_per_ticket","actions":[{"type":"do"}] """, "run_limit")]
    [InlineData(""" "run_limit":{"max":3,"window":"PT1H"},"actions":[{"type":"do"}] """, "run_limit")]
    [InlineData(""" "actions":[{"type":"do"},{"type":"do","retry":{"max_attempts":3}}] """, "actions[1].retry is a parameter")]
    [InlineData(""" "actions":[{"type":"do","a":["{{$vars.x}}"]}] """, "actions[0] reads the field \"$vars.x\"")]
    [InlineData(""" "on_error":"fail","actions":[{"type":"do"},{"type":"set_status","status":"x"}] """, "actions[1] changes a field and stands behind actions[0]")]
    [InlineData(""" "stop_processing":true,"actions":[{"type":"do"}] """, "keeps these rules behind it from the event: \"Behind\"")]
    [InlineData(""" "actions":[{"type":"stop_processing"}] """, "keeps these rules behind it from the event: \"Behind\"")]
    public async Task Migrate_WhatAWorkflowWouldDoOtherwise_IsRefusedWithTheReason(string members, string reason)
    {
        var rule = await CreateRuleAsync($""" "trigger_event":"x",{members}""");
        await CreateRuleAsync(""" "name":"Behind","priority_order":1,"trigger_event":"x","actions":[{"type":"do"}] """);
        await CreateRuleAsync(""" "name":"Other","priority_order":1,"trigger_event":"y","actions":[{"type":"do"}] """);

        var result = await MigrateAsync(rule);

        Assert.Equal((MigrationStatus.Refused, null), (result.Status, result.State));
        Assert.Contains(reason, Assert.Single(result.Reasons), StringComparison.Ordinal);
        Assert.Empty(await _engine.Workflows.ListAsync(Acme, null, 10, 0, CancellationToken.None));
    }

    [Fact]
    public async Task Migrate_NothingBehindAStop_OrAgainBeforePublishing_IsMigrated()
    {
        var rule = await CreateRuleAsync(""" "trigger_event":"x","stop_processing":true,"actions":[{"type":"stop_processing"},{"type":"do"}] """);

        var first = await MigrateAsync(rule);
        var second = await MigrateAsync(rule);
        await _engine.Workflows.PublishAsync(Acme, first.State!.Workflow.Id, null, null, CancellationToken.None);

        Assert.True(second.IsMigrated);
        Assert.Contains(first.State.Workflow.Id, Assert.Single((await MigrateAsync(rule)).Reasons), StringComparison.Ordinal);
        Assert.Equal(MigrationStatus.Unknown, (await MigrateAsync("rule_none")).Status);
        Assert.Equal(MigrationStatus.Unknown, (await _engine.Workflows.MigrateFromRuleAsync(new TenantId("globex"), rule, CancellationToken.None)).Status);
    }

    private async Task<string> CreateRuleAsync(string members)
    {
        var name = members.Contains("\"name\"", StringComparison.Ordinal) ? string.Empty : "\"name\":\"Rule\",";
        return (await _engine.Rules.CreateAsync(Acme, JsonText.Parse("{" + name + members + "}"), CancellationToken.None)).Rule.Id;
    }

    private async Task<MigrationResult> MigrateAsync(string rule) => await _engine.Workflows.MigrateFromRuleAsync(Acme, rule, CancellationToken.None);

    private async Task FireAsync(string payload)
    {
        await _engine.Rules.FireAsync(new AutomationEvent { Type = "ticket.created", Payload = JsonText.Parse(payload) }, CancellationToken.None);
        await _engine.SettleAsync();
    }

    private async Task<IEnumerable<string>> RulesThatRanAsync() => (await _engine.Rules.ListLogAsync(Acme, 10, CancellationToken.None)).Select(static entry => entry.RuleId);
}
