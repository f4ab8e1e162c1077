using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>How often a rule runs.</summary>
public sealed class RunLimitTests
{
    private readonly World _world = new();

    [Fact]
    public async Task FireAsync_OncePerTicket_RunsOnceOnEachAndLogsTheRest()
    {
        var rule = (await _world.AddRulesAsync(""" "run_limit":"once_per_ticket","actions":[{"type":"send_notification"}] """))[0];
        await using var process = new RuleProcess(_world);

        var first = await process.FireAsync("{}", "c1", id: null);
        var second = await process.FireAsync("{}", "c1", id: null);
        var other = await process.FireAsync("{}", "c2", id: null);

        Assert.True(first.Executed[0].Success);
        Assert.True(other.Executed[0].Success);
        Assert.Equal((true, false), (second.Executed[0].Matched, second.Executed[0].Success));
        Assert.Empty(second.Executed[0].Actions);
        Assert.Equal("Not run: it runs once per ticket, and has run on this one.", second.Executed[0].ErrorMessage);
        Assert.Equal(["c1", "c2"], _world.Calls.Select(static call => call.ConversationId));
        Assert.Equal(["success", "limit_reached", "success"], await StatusesAsync(process));
        Assert.Equal(2, (await process.Engine.FindAsync(TenantId.Default, rule, CancellationToken.None))!.ExecutionCount);
    }

    [Fact]
    public async Task FireAsync_OncePerTicketWithoutAConversation_HasNothingToCountBy()
    {
        await _world.AddRulesAsync(""" "run_limit":"once_per_ticket","actions":[{"type":"send_notification"}] """);
        await using var process = new RuleProcess(_world);

        Assert.True((await process.FireAsync("{}", id: null)).Executed[0].Success);
        Assert.True((await process.FireAsync("{}", id: null)).Executed[0].Success);
    }

    [Fact]
    public async Task FireAsync_Window_CountsWhatRanWithinIt()
    {
        await _world.AddRulesAsync(""" "run_limit":{"max":2,"window":"PT1H"},"actions":[{"type":"send_notification"}] """);
        await using var process = new RuleProcess(_world);

        var ran = new List<bool>();
        for (var minute = 0; minute <= 100; minute += 20)
        {
            ran.Add((await process.FireAsync("{}", "c1", id: null)).Executed[0].Success);
            _world.Time.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.Equal([true, true, false, true, true, false], ran); // at 0, 20, 40, 60, 80, 100 minutes
    }

    [Fact]
    public async Task FireAsync_OncePerEpisode_RunsAgainWhenTheStatusHasChanged()
    {
        await _world.AddRulesAsync(""" "run_limit":"once_per_episode","actions":[{"type":"send_notification"}] """);
        await using var process = new RuleProcess(_world);

        var ran = new List<bool>();
        foreach (var since in new[] { "10:00", "10:00", "11:00", "10:00" })
        {
            ran.Add((await process.FireAsync($$"""{"status_changed_at":"2026-02-10T{{since}}:00Z"}""", "c1", id: null)).Executed[0].Success);
        }

        Assert.Equal([true, false, true, false], ran);
    }

    [Fact]
    public async Task FireAsync_ARuleThatIsNotRun_StopsNoOther()
    {
        await _world.AddRulesAsync(
            """ "run_limit":"once_per_ticket","stop_processing":true,"actions":[{"type":"set_status","status":"greeted"}] """,
            """ "actions":[{"type":"add_note","text":"{{status}}"}] """);
        await using var process = new RuleProcess(_world);

        var first = await process.FireAsync("""{"status":"new"}""", "c1", id: null);
        var second = await process.FireAsync("""{"status":"new"}""", "c1", id: null);

        Assert.Single(first.Executed);
        Assert.Equal([false, true], second.Executed.Select(static executed => executed.Success));
        Assert.Equal("""{"text":"new"}""", Assert.Single(_world.Calls).Parameters.ToString());
    }

    [Theory]
    [InlineData(""" "once_per_ticket" """, 1)]
    [InlineData("""{"max":7,"window":"PT1H"}""", 7)]
    public async Task FireAsync_FiftyEventsAtOnceFromTwoProcesses_RunExactlyAsOftenAsAllowed(string limit, int allowed)
    {
        var rule = (await _world.AddRulesAsync($$""" "run_limit":{{limit}},"actions":[{"type":"send_notification"}] """))[0];
        await using var one = new RuleProcess(_world);
        await using var two = new RuleProcess(_world);

        var fired = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            Task.Run(() => (number % 2 == 0 ? one : two).FireAsync("{}", "c1", id: $"evt_{number}"))));

        Assert.Equal(allowed, fired.Count(static answer => answer.Executed[0].Success));
        Assert.Equal(allowed, _world.Calls.Count);
        var log = await one.Engine.ListLogAsync(TenantId.Default, 100, CancellationToken.None);
        Assert.Equal((allowed, 50 - allowed), (
            log.Count(static entry => entry.Status is RuleLogStatus.Success), log.Count(static entry => entry.Status is RuleLogStatus.LimitReached)));
        Assert.Equal(allowed, (await one.Engine.FindAsync(TenantId.Default, rule, CancellationToken.None))!.ExecutionCount);
    }

    [Fact]
    public async Task FireAsync_ADecisionMadeAnewWithoutTheRule_GivesItsKeyBack()
    {
        await _world.AddRulesAsync("""
            "run_limit":"once_per_ticket","conditions":[{"field":"$conversation.status","operator":"equals","value":"open"}],"actions":[{"type":"add_tag","tag":"greeted"}]
            """);
        _world.Tickets["c1"] = JsonText.Parse("""{"status":"open"}""");
        _world.Tickets.BeforeApply = static (tickets, asked) =>
        {
            if (asked == 1)
            {
                tickets["c1"] = JsonText.Parse("""{"status":"closed"}""");
            }
        };
        await using var process = new RuleProcess(_world);

        Assert.False((await process.FireAsync("{}", "c1", id: null)).Executed[0].Matched);
        _world.Tickets["c1"] = JsonText.Parse("""{"status":"open"}""");
        Assert.True((await process.FireAsync("{}", "c1", id: null)).Executed[0].Success);
        Assert.Equal("Not run: it runs once per ticket, and has run on this one.", (await process.FireAsync("{}", "c1", id: null)).Executed[0].ErrorMessage);
        Assert.Equal("""{"status":"open","tags":["greeted"]}""", _world.Tickets["c1"].ToString());
    }

    [Fact]
    public async Task FireAsync_ADecisionMadeAnewWithTheRule_TakesNoSecondSlot()
    {
        await _world.AddRulesAsync(""" "run_limit":{"max":2,"window":"PT1H"},"actions":[{"type":"add_tag","tag":"t{{n}}"}] """);
        _world.Tickets["c1"] = JsonText.EmptyObject;
        _world.Tickets.BeforeApply = static (tickets, asked) =>
        {
            if (asked <= 2)
            {
                tickets["c1"] = JsonText.Parse($$"""{"by_others":{{asked}}}""");
            }
        };
        await using var process = new RuleProcess(_world);

        var ran = new List<bool>();
        for (var n = 1; n <= 3; n++)
        {
            ran.Add((await process.FireAsync($$"""{"n":{{n}}}""", "c1", id: null)).Executed[0].Success);
        }

        Assert.Equal([true, true, false], ran);
    }

    private static async Task<string[]> StatusesAsync(RuleProcess process) =>
        [.. (await process.Engine.ListLogAsync(TenantId.Default, 50, CancellationToken.None)).Reverse().Select(static entry => entry.Status switch
        {
            RuleLogStatus.Success => "success",
            RuleLogStatus.LimitReached => "limit_reached",
            RuleLogStatus.LoopStopped => "loop_stopped",
            var other => other.ToString(),
        })];
}
