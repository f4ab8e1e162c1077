using Aurion.Engine.Intelligence;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>Conversations are classified, routed, answered, queued and reversed by an engine that dies, and to the end by a fresh one on the same stores.</summary>
internal static class DeskCrashStory
{
    /// <summary>Tells the story with a crash at one call of a store.</summary>
    /// <returns>False when the story has fewer calls than that.</returns>
    public static async Task<bool> PlayAsync(Func<TimeProvider, Func<StoreSet>> place, int crashAt, bool after)
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var open = place(time);
        var (desk, outside) = (new Desk(), new Outside());
        desk.Staff("t", new Agent { Id = "anna", Capacity = 1, Open = 0 });
        await using (var author = new DeskWorld(open(), time, desk, outside))
        {
            await author.SettingsAsync("""{"resolution":{"enabled":true,"mode":"auto","max_auto_resolve_attempts":1}}""");
            await author.RuleAsync("""{"category":"Account","target_team_id":"t","routing_method":"round_robin"}""");
        }

        desk.Put("c1", """{"subject":"reset password","says":"category=Account@0.95"}""");
        desk.Put("c2", """{"subject":"holiday","says":"category=Account@0.9"}""");
        var point = new CrashPoint(crashAt, after);
        await using (var dying = new DeskWorld(open().Crashing(point), time, desk, outside))
        {
            await TellAsync(dying, point);
        }

        if (point.HasCrashed)
        {
            time.Advance(EngineHarness.Lease + TimeSpan.FromSeconds(1));
            await using var fresh = new DeskWorld(open(), time, desk, outside);
            await TellAsync(fresh, null);
        }

        await using var judge = new DeskWorld(open(), time, desk, outside);
        await JudgeAsync(judge, $"crash {(after ? "after" : "before")} call {crashAt}");
        return point.HasCrashed;
    }

    private static async Task TellAsync(DeskWorld world, CrashPoint? crash)
    {
        try
        {
            await world.FireAsync("conversation.created", "c1", "{}", eventId: "created_c1"); // classified, routed, answered
            await PassAsync(world, crash);
            await world.RepliedAsync("c1", eventId: "replied_c1"); // the customer comes back: reversed
            await PassAsync(world, crash);
            await world.FireAsync("conversation.created", "c2", "{}", eventId: "created_c2"); // anna has c1: queued
            await PassAsync(world, crash);
            world.Desk.Set("c1", "status", "resolved"); // by anna, so she is free again
            await PassAsync(world, crash);
            await PassAsync(world, crash);
        }
        catch (CrashException)
        {
            // The process is gone.
        }
    }

    /// <summary>Long enough for messages to be tried again and for a place that a dead process took to be given back.</summary>
    private static async Task PassAsync(DeskWorld world, CrashPoint? crash)
    {
        for (var round = 0; round < 4 && crash is not { HasCrashed: true }; round++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(100));
            await world.SettleAsync();
        }
    }

    private static async Task JudgeAsync(DeskWorld world, string when)
    {
        foreach (var id in (string[])["c1", "c2"])
        {
            Assert.True(world.Desk.Text(id, "category") is "Account", $"{when}: {id} is {world.Desk.Text(id, "category")}");
            Assert.True(world.Desk.Text(id, "agent_id") is "anna", $"{when}: {id} is {world.Desk.Text(id, "agent_id")}'s, {await world.RoutedAsync(id)}");
            Assert.Equal(RoutingOutcome.Assigned, (await world.RoutedAsync(id))!.Outcome);
        }

        Assert.True(world.Desk.Wrongs.IsEmpty, $"{when}: {string.Join("; ", world.Desk.Wrongs)}");
        Assert.True(world.Outside.Done.Count == 1, $"{when}: {world.Outside.Done.Count} replies were sent");
        var patches = world.Desk.Applied.GroupBy(static patch => (patch.ConversationId, patch.Changes[0].Field, patch.Changes[0].Value)).Where(static group => group.Count() > 1).ToArray();
        Assert.True(patches.Length == 0, $"{when}: {string.Join("; ", patches.Select(static group => group.Key))} applied twice");
        var types = (await world.EventsAsync()).Select(static stored => stored.Event.Type).Order(StringComparer.Ordinal).ToArray();
        Assert.True(
            types.SequenceEqual(["conversation.auto_resolved", "conversation.classified", "conversation.classified", "conversation.created", "conversation.created", "conversation.customer_replied",
                "conversation.resolution_reversed", "conversation.routed", "conversation.routed"]),
            $"{when}: {string.Join(' ', types)}");
        var metrics = await world.MetricsAsync();
        Assert.True((metrics.Classification.TotalClassified, metrics.Routing.TotalRouted, metrics.Routing.RoutingFailed) == (2, 2, 0), $"{when}: {metrics}");
        Assert.Equal(0, await world.Ai.RouteQueuedAsync(TenantId.Default, "t", CancellationToken.None));
    }
}
