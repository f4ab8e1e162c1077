using Aurion.Engine.Intelligence;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>Eight routers at once on the same stores: nobody gets too many, no conversation goes to two.</summary>
public sealed class ParallelRoutingTests(ITestOutputHelper output)
{
    private const int Routers = 8;

    [Theory]
    [InlineData("balanced")]
    [InlineData("round_robin")]
    public async Task EightRouters_OneStore_NoDoubleAssignmentAndNobodyOverCapacity(string method)
    {
        const int Conversations = 120;
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var stores = new MemoryStores(time);
        var desk = new Desk();
        int[] capacities = [3, 5, 8, 13, 20, 1];
        for (var at = 0; at < capacities.Length; at++)
        {
            desk.Staff("t", new Agent { Id = $"agent_{at}", Capacity = capacities[at], Open = 0 });
        }

        DeskWorld[] worlds = [.. Enumerable.Range(0, Routers).Select(_ => new DeskWorld(StoreSet.Of(stores.Reopen()), time, desk))];
        await worlds[0].RuleAsync($$"""{"target_team_id":"t","routing_method":"{{method}}"}""");
        for (var at = 0; at < Conversations; at++)
        {
            desk.Put($"c{at}");
        }

        // Every router is told of every conversation, each with an event of its own, so that all of them want it.
        await Task.WhenAll(worlds.Select((world, router) => Task.Run(async () =>
        {
            for (var at = 0; at < Conversations; at++)
            {
                var id = $"c{(at + (router * 15)) % Conversations}";
                await world.Rules.FireAsync(new AutomationEvent { Id = $"{id}/{router}", Type = "conversation.created", ConversationId = id }, CancellationToken.None);
                await world.Worker.DeliverMessagesAsync(CancellationToken.None);
            }
        })));
        foreach (var world in worlds)
        {
            await world.SettleAsync();
        }

        Assert.Empty(desk.Wrongs);
        Assert.All(capacities.Index(), each => Assert.Equal(each.Item, desk.Open($"agent_{each.Index}"))); // and all are full
        var metrics = await worlds[0].MetricsAsync();
        Assert.Equal((capacities.Sum(), 0), (metrics.Routing.TotalRouted, metrics.Routing.RoutingFailed));
        output.WriteLine($"{method}: {Routers} routers, {Conversations} conversations, {Routers * Conversations} events: {metrics.Routing.TotalRouted} assigned, double assignments 0, over capacity 0");

        // The rest waits; once there is room everybody has an agent.
        for (var at = 0; at < capacities.Length; at++)
        {
            desk.Change($"agent_{at}", static agent => agent with { Capacity = 100 });
        }

        await Task.WhenAll(worlds.Select(world => Task.Run(() => world.Ai.RouteQueuedAsync(TenantId.Default, "t", CancellationToken.None).AsTask())));
        Assert.Empty(desk.Wrongs);
        Assert.Equal(Conversations, Enumerable.Range(0, capacities.Length).Sum(at => desk.Open($"agent_{at}")));
        foreach (var world in worlds)
        {
            await world.DisposeAsync();
        }
    }

    [Fact]
    public async Task EightRouters_RoundRobin_IsFairToOne()
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var stores = new MemoryStores(time);
        var desk = new Desk();
        for (var at = 0; at < 5; at++)
        {
            desk.Staff("t", new Agent { Id = $"agent_{at}", Capacity = 1_000, Open = 0 });
        }

        DeskWorld[] worlds = [.. Enumerable.Range(0, Routers).Select(_ => new DeskWorld(StoreSet.Of(stores.Reopen()), time, desk))];
        await worlds[0].RuleAsync("""{"target_team_id":"t","routing_method":"round_robin"}""");
        await Task.WhenAll(worlds.Select((world, router) => Task.Run(async () =>
        {
            for (var at = 0; at < 12; at++)
            {
                await world.CreatedAsync($"c{router}_{at}", "{}");
            }
        })));
        var given = Enumerable.Range(0, 5).Select(at => desk.Open($"agent_{at}")).ToArray();
        Assert.Equal(Routers * 12, given.Sum());
        Assert.True(given.Max() - given.Min() <= 1, string.Join(' ', given));
        Assert.Empty(desk.Wrongs);
        foreach (var world in worlds)
        {
            await world.DisposeAsync();
        }
    }
}
