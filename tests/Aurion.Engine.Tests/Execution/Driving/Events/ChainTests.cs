using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>Rules that react to what automation has changed.</summary>
public sealed class ChainTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Change_NoRuleReacts_RaisesNoEvent()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"set_status","status":"open"}] """);
        await AddAsync(""" "actions":[{"type":"add_note","text":"never"}] """);
        _world.Tickets["c1"] = JsonText.EmptyObject;
        await using var process = new RuleProcess(_world);

        await process.FireAsync("{}", "c1");

        Assert.Equal(0, await process.Worker.DeliverMessagesAsync(CancellationToken.None));
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Change_ARuleReacts_SeesTheChangeWithThePreviousValues()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"set_status","status":"open"},{"type":"set_field","field":"custom.sku","value":"b"}] """);
        await AddAsync(""" "actions":[{"type":"add_note","text":"never: it does not react"}] """);
        await AddAsync("""
            "react_to_automation":true,"conditions":[{"field":"status","operator":"changed_to","value":"open"},{"field":"custom.sku","operator":"changed_from","value":"a"},
            {"field":"priority","operator":"not_changed"}],"actions":[{"type":"add_note","text":"{{previous.status}} to {{status}}, {{priority}}"}]
            """);
        _world.Tickets["c1"] = JsonText.Parse("""{"status":"new","priority":"low","custom":{"sku":"a"}}""");
        await using var process = new RuleProcess(_world);

        await process.FireAsync("{}", "c1");
        Assert.Empty(_world.Calls);
        await process.DeliverAsync();

        var call = Assert.Single(_world.Calls);
        Assert.Equal(("""{"text":"new to open, low"}""", "chain/1/evt_1", "ticket.updated", "user_1"), (call.Parameters.ToString(), call.EventId, call.EventType, call.Actor));
        Assert.Equal(2, (await LogAsync(process)).Length);
    }

    [Fact]
    public async Task Loop_TwoRulesTriggerEachOther_EachRunsOnceAndTheLogSaysSo()
    {
        var a = await AddAsync(""" "priority_order":1,"react_to_automation":true,"conditions":[{"field":"status","operator":"equals","value":"a"}],"actions":[{"type":"set_status","status":"b"},{"type":"stop_processing"}] """);
        var b = await AddAsync(""" "priority_order":2,"react_to_automation":true,"conditions":[{"field":"status","operator":"equals","value":"b"}],"actions":[{"type":"set_status","status":"a"}] """);
        _world.Tickets["c1"] = JsonText.Parse("""{"status":"a"}""");
        await using var process = new RuleProcess(_world);

        await FireUpdatedAsync(process, """{"status":"a"}""");
        await process.DeliverAsync();

        Assert.Equal([$"{a}:Success", $"{b}:Success", $"{a}:LoopStopped"], await LogAsync(process));
        Assert.Equal("""{"status":"a"}""", _world.Tickets["c1"].ToString());
        Assert.Equal(1, (await process.Engine.FindAsync(TenantId.Default, a, CancellationToken.None))!.ExecutionCount);
        var stopped = (await process.Engine.ListLogAsync(TenantId.Default, 1, CancellationToken.None))[0];
        Assert.Equal("Not run: it has run already in the chain of changes since event evt_1.", stopped.Error);
    }

    [Fact]
    public async Task Loop_TheRuleFindsItsWorkDone_IsNone()
    {
        var rule = await AddAsync(""" "react_to_automation":true,"conditions":[{"field":"priority","operator":"equals","value":"urgent"}],"actions":[{"type":"assign_team","team_id":"t"},{"type":"stop_processing"}] """);
        _world.Tickets["c1"] = JsonText.Parse("""{"priority":"urgent"}""");
        await using var process = new RuleProcess(_world);

        await FireUpdatedAsync(process, """{"priority":"urgent"}""");
        await process.DeliverAsync();

        Assert.Equal([$"{rule}:Success"], await LogAsync(process));
    }

    [Fact]
    public async Task Chain_OfMoreThanTenChanges_IsCut()
    {
        var rules = new List<string>();
        for (var n = 14; n >= 0; n--)
        {
            // The later one stands first in the order, so that each pass runs one of them.
            rules.Insert(0, await AddAsync($$"""
                "priority_order":{{20 - n}},"react_to_automation":true,"conditions":[{"field":"n","operator":"equals","value":{{n}}}],
                "actions":[{"type":"set_field","field":"n","value":{{n + 1}}}]
                """));
        }

        _world.Tickets["c1"] = JsonText.Parse("""{"n":0}""");
        await using var process = new RuleProcess(_world);

        await FireUpdatedAsync(process, """{"n":0}""");
        await process.DeliverAsync();

        var log = await LogAsync(process);
        Assert.Equal([.. rules.Take(11).Select(static rule => $"{rule}:Success"), $"{rules[11]}:LoopStopped"], log);
        Assert.Equal("""{"n":11}""", _world.Tickets["c1"].ToString());
    }

    [Fact]
    public async Task Change_IsRefused_RaisesNoEvent()
    {
        await AddAsync(""" "react_to_automation":true,"actions":[{"type":"set_status","status":"b"}] """);
        _world.Tickets["c1"] = JsonText.Parse("""{"status":"a"}""");
        _world.Tickets.Refusal = "The ticket is archived.";
        await using var process = new RuleProcess(_world);

        await FireUpdatedAsync(process, "{}");

        Assert.Equal(0, await process.Worker.DeliverMessagesAsync(CancellationToken.None));
    }

    private static Task<FiredEvent> FireUpdatedAsync(RuleProcess process, string payload) => process.Engine.FireAsync(
        new AutomationEvent { Id = "evt_1", Type = "ticket.updated", ConversationId = "c1", Payload = JsonText.Parse(payload) }, CancellationToken.None).AsTask();

    private static async Task<string[]> LogAsync(RuleProcess process) =>
        [.. (await process.Engine.ListLogAsync(TenantId.Default, 50, CancellationToken.None)).Reverse().Select(static entry => $"{entry.RuleId}:{entry.Status}")];

    private async Task<string> AddAsync(string members)
    {
        await using var process = new RuleProcess(_world);
        var body = JsonText.Parse($$"""{"name":"r","trigger_event":"ticket.updated",{{members}}}""");
        return (await process.Engine.CreateAsync(TenantId.Default, body, CancellationToken.None)).Rule.Id;
    }
}
