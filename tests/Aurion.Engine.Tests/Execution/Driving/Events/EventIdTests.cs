using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>Events that come more than once.</summary>
public sealed class EventIdTests
{
    private readonly World _world = new();

    [Fact]
    public async Task FireAsync_TheSameIdFiftyTimesAtOnceFromTwoProcesses_IsTakenOnce()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"set_field","field":"n","mode":"increment"},{"type":"send_notification"}] """);
        _world.Tickets["c1"] = JsonText.Parse("""{"n":0}""");
        await using var one = new RuleProcess(_world);
        await using var two = new RuleProcess(_world);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() => (number % 2 == 0 ? one : two).FireAsync("{}", "c1"))));

        Assert.All(answers, static answer => Assert.Equal("evt_1", answer.EventId));
        Assert.Single(_world.Calls);
        Assert.Equal("""{"n":1}""", _world.Tickets["c1"].ToString());
        Assert.Single(await one.Engine.ListLogAsync(TenantId.Default, 100, CancellationToken.None));
    }

    [Fact]
    public async Task FireAsync_TheSameKeyFiftyTimesAtOnce_IsTakenOnceUntilTheKeyRunsOut()
    {
        await _world.AddRulesAsync(""" "run_limit":{"max":2,"window":"P2D"},"actions":[{"type":"send_notification"}] """);
        await using var process = new RuleProcess(_world);
        var options = new FireOptions { IdempotencyKey = "k", KeepKeyFor = TimeSpan.FromHours(24) };

        var first = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => FireAsync(options))));
        _world.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromTicks(1));
        var within = await FireAsync(options);
        _world.Time.Advance(TimeSpan.FromTicks(1));
        var after = await FireAsync(options);
        var other = await FireAsync(options with { IdempotencyKey = "other" });

        Assert.Equal(within.EventId, Assert.Single(first.Select(static answer => answer.EventId).Distinct()));
        Assert.Equal(3, new[] { within.EventId, after.EventId, other.EventId }.Distinct().Count());
        Assert.Equal([true, true, false], new[] { within, after, other }.Select(static answer => answer.Executed[0].Success));
        Assert.Equal(2, _world.Calls.Count);

        async Task<FiredEvent> FireAsync(FireOptions given) =>
            await process.Engine.FireAsync(new AutomationEvent { Type = "ticket.created", ConversationId = "c1" }, given, CancellationToken.None);
    }
}
