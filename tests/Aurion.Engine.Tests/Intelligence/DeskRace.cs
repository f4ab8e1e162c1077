using Aurion.Engine.Intelligence;
using Aurion.Engine.Rules;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>Eight routers at once on the same stores: nobody gets too many, no conversation goes to two.</summary>
internal static class DeskRace
{
    private const int Routers = 8;

    /// <summary>Lets all of them route all conversations, for fewer places than there are conversations, and then gives everybody a place.</summary>
    /// <returns>A sentence with the figures.</returns>
    public static async Task<string> CapacityAsync(Func<TimeProvider, Func<StoreSet>> place, string method, int conversations, params int[] capacities)
    {
        var (worlds, desk) = await OpenAsync(place, method, capacities);
        for (var at = 0; at < conversations; at++)
        {
            desk.Put($"c{at}");
        }

        // Every router is told of every conversation, each with an event of its own, so that all of them want it.
        await Task.WhenAll(worlds.Select((world, router) => Task.Run(async () =>
        {
            for (var at = 0; at < conversations; at++)
            {
                var id = $"c{(at + (router * conversations / Routers)) % conversations}";
                await world.Rules.FireAsync(new AutomationEvent { Id = $"{id}/{router}", Type = "conversation.created", ConversationId = id }, CancellationToken.None);
                await world.Worker.DeliverMessagesAsync(CancellationToken.None);
            }
        })));
        await SettleAsync(worlds);

        Assert.Empty(desk.Wrongs);
        Assert.All(capacities.Index(), each => Assert.Equal(each.Item, desk.Open($"agent_{each.Index}"))); // and all are full
        var metrics = await worlds[0].MetricsAsync();
        Assert.Equal((capacities.Sum(), 0), (metrics.Routing.TotalRouted, metrics.Routing.RoutingFailed));

        // The rest waits; once there is room everybody has an agent.
        for (var at = 0; at < capacities.Length; at++)
        {
            desk.Change($"agent_{at}", static agent => agent with { Capacity = 1_000 });
        }

        await Task.WhenAll(worlds.Select(world => Task.Run(() => world.Ai.RouteQueuedAsync(TenantId.Default, "t", CancellationToken.None).AsTask())));
        Assert.Empty(desk.Wrongs);
        Assert.Equal(conversations, Enumerable.Range(0, capacities.Length).Sum(at => desk.Open($"agent_{at}")));
        await CloseAsync(worlds);
        return $"{method}: {Routers} routers, {conversations} conversations, {Routers * conversations} events: double assignments 0, over capacity 0";
    }

    /// <summary>Lets each route conversations of its own, in rounds.</summary>
    public static async Task RoundsAsync(Func<TimeProvider, Func<StoreSet>> place, int each)
    {
        var (worlds, desk) = await OpenAsync(place, "round_robin", 1_000, 1_000, 1_000, 1_000, 1_000);
        await Task.WhenAll(worlds.Select((world, router) => Task.Run(async () =>
        {
            for (var at = 0; at < each; at++)
            {
                desk.Put($"c{router}_{at}");
                await world.Rules.FireAsync(new AutomationEvent { Type = "conversation.created", ConversationId = $"c{router}_{at}" }, CancellationToken.None);
                await world.Worker.DeliverMessagesAsync(CancellationToken.None);
            }
        })));
        await SettleAsync(worlds);
        var given = Enumerable.Range(0, 5).Select(at => desk.Open($"agent_{at}")).ToArray();
        Assert.Equal(Routers * each, given.Sum());
        Assert.True(given.Max() - given.Min() <= 1, string.Join(' ', given));
        Assert.Empty(desk.Wrongs);
        await CloseAsync(worlds);
    }

    private static async Task<(DeskWorld[] Worlds, Desk Desk)> OpenAsync(Func<TimeProvider, Func<StoreSet>> place, string method, params int[] capacities)
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var open = place(time);
        var desk = new Desk();
        foreach (var (at, capacity) in capacities.Index())
        {
            desk.Staff("t", new Agent { Id = $"agent_{at}", Capacity = capacity, Open = 0 });
        }

        DeskWorld[] worlds = [.. Enumerable.Range(0, Routers).Select(_ => new DeskWorld(open(), time, desk))];
        await worlds[0].RuleAsync($$"""{"target_team_id":"t","routing_method":"{{method}}"}""");
        worlds[0].Time.Advance(TimeSpan.FromSeconds(2)); // so that all have heard of the rule
        return (worlds, desk);
    }

    /// <summary>Until nobody finds anything to do: what one left, another may have to finish.</summary>
    private static async Task SettleAsync(DeskWorld[] worlds)
    {
        foreach (var world in worlds.Concat(worlds))
        {
            await world.SettleAsync();
        }
    }

    private static async Task CloseAsync(DeskWorld[] worlds)
    {
        foreach (var world in worlds)
        {
            await world.DisposeAsync();
        }
    }
}
