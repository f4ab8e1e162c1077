using System.Globalization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>Several workers, each with its own engine on the same stores, run the same time rules at the same time.</summary>
internal static class ParallelWorkers
{
    /// <summary>Runs them over many conversations, episode after episode, and counts: each rule once for each conversation and episode.</summary>
    /// <returns>The figures.</returns>
    internal static async Task<string> RunAsync(World world, int workers, int conversations, int episodes)
    {
        await using (var setup = new RuleProcess(world))
        {
            foreach (var name in new[] { "counts", "notifies" })
            {
                var actions = name is "counts" ? """{"type":"set_field","field":"n","mode":"increment"}""" : """{"type":"send_notification"}""";
                await setup.Engine.CreateAsync(TenantId.Default, JsonText.Parse($$"""
                    {"name":"{{name}}","execution_mode":"time","time_condition":{"older_than_minutes":60,"status":["open"]},"actions":[{{actions}}]}
                    """), CancellationToken.None);
            }
        }

        for (var episode = 1; episode <= episodes; episode++)
        {
            world.Time.Advance(TimeSpan.FromHours(2));
            var since = (world.Time.GetUtcNow() - TimeSpan.FromHours(1)).ToString("O", CultureInfo.InvariantCulture);
            for (var number = 0; number < conversations; number++)
            {
                world.Tickets[$"c{number}"] = JsonText.Parse($$"""{"status":"open","status_changed_at":"{{since}}","n":{{episode - 1}}}""");
            }

            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
            {
                await using var process = new RuleProcess(world);
                await process.Engine.RunTimeRulesAsync(TenantId.Default, null, CancellationToken.None);
            })));
            for (var number = 0; number < conversations; number++)
            {
                Assert.Equal(episode, world.Tickets[$"c{number}"].Element.GetProperty("n").GetInt32());
            }
        }

        await using var last = new RuleProcess(world);
        Assert.Equal(conversations * episodes, world.Calls.Count);
        Assert.Equal(conversations * episodes, world.Tickets.Asked.Count);
        var states = await last.Engine.ListAsync(TenantId.Default, CancellationToken.None);
        Assert.All(states, state => Assert.Equal(conversations * episodes, state.ExecutionCount));
        Assert.Equal(2 * conversations * episodes, (await last.Engine.ListLogAsync(TenantId.Default, int.MaxValue, CancellationToken.None)).Length);
        return $"{workers} workers, {conversations} conversations, {episodes} episodes: each of 2 rules fired {conversations * episodes} times, none twice, none missed";
    }
}
