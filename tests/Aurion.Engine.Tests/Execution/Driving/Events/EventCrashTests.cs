using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>A process dies before or after each call that leaves it; another goes on with the same stores.</summary>
public sealed class EventCrashTests(ITestOutputHelper output)
{
    [Fact]
    public Task Crash_AtEachCall_LosesNothingAndRecordsNothingTwice() => ForEachCrashAsync(conflict: false);

    [Fact]
    public Task Crash_AtEachCallOfADecisionMadeAnew_LosesNothingAndRecordsNothingTwice() => ForEachCrashAsync(conflict: true);

    private async Task ForEachCrashAsync(bool conflict)
    {
        var step = 1;
        for (; await SurvivesAsync(step, conflict); step++)
        {
            Assert.InRange(step, 1, 200);
        }

        output.WriteLine($"{step - 1} crash points");
        Assert.True(step > 15, "The scenario has too few calls to say anything.");
    }

    /// <summary>Fires one event in a process that dies at a step, lets another finish it, and checks what is there.</summary>
    /// <returns>Whether the process died.</returns>
    private static async Task<bool> SurvivesAsync(int step, bool conflict)
    {
        var world = new World();
        await PublishAsync(world, "wf_1");
        var rules = await world.AddRulesAsync(
            """ "actions":[{"type":"add_tag","tag":"vip"},{"type":"send_notification"},{"type":"set_field","field":"n","mode":"increment"}] """,
            """ "conditions":[{"field":"tags","operator":"contains","value":"vip"}],"actions":[{"type":"run_workflow","workflow_id":"wf_1"},{"type":"add_note","text":"t"}] """,
            """ "conditions":[{"field":"tags","operator":"is_empty"}],"actions":[{"type":"add_note","text":"never"}] """);
        world.Tickets["c1"] = JsonText.Parse("""{"tags":["a"],"n":1}""");
        if (conflict)
        {
            world.Tickets.BeforeApply = static (tickets, asked) =>
            {
                if (asked == 1)
                {
                    tickets["c1"] = JsonText.Parse("""{"tags":["a","b"],"n":5}""");
                }
            };
        }

        var crash = new CrashPoint(step);
        await using (var first = new RuleProcess(world, crash))
        {
            await Record.ExceptionAsync(() => first.FireAsync("{}", "c1"));
        }

        var accepted = await world.FindAsync("evt_1") is not null;
        await using var second = new RuleProcess(world);
        for (var round = 0; round < 3; round++)
        {
            world.Time.Advance(World.Lease + TimeSpan.FromSeconds(1));
            await second.WorkAsync();
        }

        var log = await second.Engine.ListLogAsync(TenantId.Default, 50, CancellationToken.None);
        if (!accepted)
        {
            Assert.True(crash.IsDead);
            Assert.Empty(log);
            Assert.Empty(world.Calls);
            Assert.Empty(world.Tickets.Asked);
            return true;
        }

        var stored = (await world.FindAsync("evt_1"))!;
        Assert.Equal(EventStage.Finished, stored.Stage);
        Assert.All(stored.Actions, static entry => Assert.Equal(ActionEntryStatus.Ok, entry.Status));
        Assert.Equal([rules[1], rules[0]], log.Select(static entry => entry.RuleId));
        Assert.All(log, static entry => Assert.Equal(RuleLogStatus.Success, entry.Status));
        Assert.Equal(
            conflict ? """{"tags":["a","b","vip"],"n":6}""" : """{"tags":["a","vip"],"n":2}""",
            world.Tickets["c1"].ToString());
        Assert.Equal(
            new HashSet<string> { $"evt_1/{rules[0]}/1", $"evt_1/{rules[1]}/1" },
            world.Calls.Select(static call => call.IdempotencyKey).ToHashSet());
        Assert.All(world.Calls.GroupBy(static call => call.IdempotencyKey), static calls => Assert.InRange(calls.Count(), 1, 2));
        var messages = await world.Stores.Messages.ClaimAsync(new ClaimRequest { Worker = "test" }, CancellationToken.None);
        Assert.Equal($"start/evt_1/{rules[1]}/0", Assert.Single(messages).Message.Id);
        var counters = await world.Stores.Events.CountByRuleAsync(TenantId.Default, CancellationToken.None);
        Assert.Equal([1L, 1L], [counters[rules[0]].Count, counters[rules[1]].Count]);
        Assert.Equal(0, await second.WorkAsync());
        return crash.IsDead;
    }

    private static async Task PublishAsync(World world, string id)
    {
        var workflow = new Workflow
        {
            Id = id,
            Name = "w",
            Status = WorkflowStatus.Published,
            PublishedVersion = 1,
            CreatedAt = world.Time.GetUtcNow(),
            UpdatedAt = world.Time.GetUtcNow(),
        };
        await world.Stores.Documents.CommitAsync(
            TenantId.Default,
            [new DocumentWrite { Kind = DocumentKind.Workflow, Id = id, ExpectedRevision = 0, Body = workflow.ToJson() }],
            CancellationToken.None);
    }
}
