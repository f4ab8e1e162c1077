using Aurion.Engine.Rules;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>Random limits and random times, against a model that counts lists of instants.</summary>
public sealed class LimitProperties
{
    private static readonly (string Json, RunLimitKind Kind, int Max, int Minutes)[] Limits =
    [
        ("\"every_time\"", RunLimitKind.EveryTime, 0, 0),
        ("\"once_per_ticket\"", RunLimitKind.OncePerTicket, 0, 0),
        ("\"once_per_episode\"", RunLimitKind.OncePerEpisode, 0, 0),
        ("""{"max":1,"window":"PT10M"}""", RunLimitKind.Window, 1, 10),
        ("""{"max":3,"window":"PT30M"}""", RunLimitKind.Window, 3, 30),
        ("""{"max":5,"window":"PT1H"}""", RunLimitKind.Window, 5, 60),
    ];

    [Property(MaxTest = 100)]
    public Property FireAsync_RandomLimitsAndTimes_RunsWhatTheModelRuns() => Prop.ForAll(
        (from limits in Gen.Choose(0, Limits.Length - 1).NonEmptyListOf()
         from steps in (from minutes in Gen.Choose(0, 25) from ticket in Gen.Choose(1, 2) from episode in Gen.Choose(1, 3) select (minutes, ticket, episode)).ListOf()
         select (Limits: limits.Take(4).ToArray(), Steps: steps.Take(25).ToArray())).ToArbitrary(),
        sample => PlayAsync(sample.Limits, sample.Steps).GetAwaiter().GetResult());

    private static async Task<bool> PlayAsync(int[] limits, (int Minutes, int Ticket, int Episode)[] steps)
    {
        var world = new World();
        var rules = await world.AddRulesAsync([.. limits.Select(static limit => $$""" "run_limit":{{Limits[limit].Json}},"actions":[{"type":"send_notification"}] """)]);
        var runs = new List<(string Rule, int Ticket, int Episode, DateTimeOffset At)>();
        await using var process = new RuleProcess(world);
        foreach (var (minutes, ticket, episode) in steps)
        {
            world.Time.Advance(TimeSpan.FromMinutes(minutes));
            var now = world.Time.GetUtcNow();
            var fired = await process.FireAsync($$"""{"status_changed_at":"2026-01-0{{episode}}T00:00:00Z"}""", $"c{ticket}", id: null);
            for (var at = 0; at < rules.Length; at++)
            {
                var limit = Limits[limits[at]];
                var before = runs.Where(run => run.Rule == rules[at] && run.Ticket == ticket).ToList();
                var mayRun = limit.Kind switch
                {
                    RunLimitKind.OncePerTicket => before.Count == 0,
                    RunLimitKind.OncePerEpisode => before.All(run => run.Episode != episode),
                    RunLimitKind.Window => before.Count(run => now - run.At < TimeSpan.FromMinutes(limit.Minutes)) < limit.Max,
                    _ => true,
                };
                if (fired.Executed[at].Success != mayRun)
                {
                    return false;
                }

                if (mayRun)
                {
                    runs.Add((rules[at], ticket, episode, now));
                }
            }
        }

        return runs.Count == world.Calls.Count;
    }
}
