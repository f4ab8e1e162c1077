using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>A process dies at each call while rules with limits run and react to each other; another goes on with the same stores.</summary>
public sealed class LimitCrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Crash_AtEachCall_RunsEachLimitedRuleOnceAndEachReactionOnce()
    {
        var step = 1;
        for (; await SurvivesAsync(step); step++)
        {
            Assert.InRange(step, 1, 400);
        }

        output.WriteLine($"{step - 1} crash points");
        Assert.True(step > 30, "The scenario has too few calls to say anything.");
    }

    /// <summary>A slot whose time ran out while its event lay unfinished is another event's by then, and not to be given back: the first event ends all the same.</summary>
    [Fact]
    public async Task Crash_AtEachCall_ItsSlotIsAnothersByThen_TheEventEnds()
    {
        var step = 1;
        for (var hasDied = true; hasDied; step++)
        {
            var world = new World();
            await world.AddRulesAsync(""" "run_limit":{"max":1,"window":"PT10M"},"actions":[{"type":"set_field","field":"n","mode":"increment"},{"type":"send_notification"}] """);
            world.Tickets["c1"] = JsonText.Parse("""{"n":0}""");
            var crash = new CrashPoint(step);
            await using (var first = new RuleProcess(world, crash))
            {
                await Record.ExceptionAsync(() => first.FireAsync("{}", "c1", "evt_1"));
            }

            world.Time.Advance(TimeSpan.FromMinutes(11));
            await using var second = new RuleProcess(world);
            await second.FireAsync("{}", "c1", "evt_2");
            await second.WorkAsync();
            await second.FireAsync("{}", "c1", "evt_1");

            var log = await second.Engine.ListLogAsync(TenantId.Default, 50, CancellationToken.None);
            Assert.Equal(2, log.Length);
            Assert.DoesNotContain(log, static entry => entry.Status is not (RuleLogStatus.Success or RuleLogStatus.LimitReached));
            Assert.Equal((EventStage.Finished, EventStage.Finished), ((await world.FindAsync("evt_1"))!.Stage, (await world.FindAsync("evt_2"))!.Stage));
            hasDied = crash.IsDead;
        }

        Assert.True(step > 15, "The scenario has too few calls to say anything.");
    }

    /// <summary>Fires two events on one ticket in a process that dies at a step; another fires them again and finishes.</summary>
    /// <returns>Whether the process died.</returns>
    private static async Task<bool> SurvivesAsync(int step)
    {
        var world = new World();
        var once = (await world.AddRulesAsync(
            """ "run_limit":"once_per_ticket","actions":[{"type":"set_field","field":"greeted","mode":"increment"},{"type":"send_notification"}] """))[0];
        string reacting;
        await using (var setup = new RuleProcess(world))
        {
            reacting = (await setup.Engine.CreateAsync(TenantId.Default, JsonText.Parse("""
                {"name":"reacts","trigger_event":"ticket.updated","react_to_automation":true,"conditions":[{"field":"greeted","operator":"changed"}],
                 "actions":[{"type":"set_field","field":"reacted","mode":"increment"},{"type":"add_note","text":"{{greeted}}"}]}
                """), CancellationToken.None)).Rule.Id;
        }

        world.Tickets["c1"] = JsonText.Parse("""{"greeted":0,"reacted":0}""");
        var crash = new CrashPoint(step);
        await using (var first = new RuleProcess(world, crash))
        {
            await Record.ExceptionAsync(() => FireBothAsync(first));
            await Record.ExceptionAsync(first.DeliverAsync);
        }

        await using var second = new RuleProcess(world);
        await FireBothAsync(second); // the host did not hear of an answer, and fires again under the same ids
        for (var round = 0; round < 4; round++)
        {
            world.Time.Advance(World.Lease + TimeSpan.FromSeconds(1));
            await second.WorkAsync();
            await second.DeliverAsync();
        }

        Assert.Equal("""{"greeted":1,"reacted":1}""", world.Tickets["c1"].ToString());
        var log = await second.Engine.ListLogAsync(TenantId.Default, 50, CancellationToken.None);
        Assert.Equal(
            [(once, RuleLogStatus.Success), (once, RuleLogStatus.LimitReached), (reacting, RuleLogStatus.Success)],
            log.Select(static entry => (entry.RuleId, entry.Status)).OrderBy(entry => entry.RuleId == once ? 0 : 1).ThenBy(static entry => entry.Status));
        Assert.All(world.Calls.GroupBy(static call => call.IdempotencyKey), static calls => Assert.InRange(calls.Count(), 1, 2));
        Assert.Equal(2, world.Calls.Select(static call => call.IdempotencyKey).Distinct().Count());
        foreach (var id in new[] { "evt_1", "evt_2" })
        {
            Assert.Equal(EventStage.Finished, (await world.FindAsync(id))!.Stage);
        }

        return crash.IsDead;
    }

    private static async Task FireBothAsync(RuleProcess process)
    {
        await process.FireAsync("{}", "c1", "evt_1");
        await process.FireAsync("{}", "c1", "evt_2");
    }
}
