using System.Globalization;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>Rules that fire because time has passed.</summary>
public sealed class TimeRuleTests(ITestOutputHelper output)
{
    private readonly World _world = new();

    [Fact]
    public async Task Run_ConversationIsOldEnough_FiresOnceAnEpisode()
    {
        var rule = await AddAsync(""" "time_condition":{"older_than_minutes":60,"status":["open"]},"actions":[{"type":"set_priority","priority":"high"},{"type":"add_note","text":"{{status}}"}] """);
        Put("old", 60);
        Put("young", 59);
        Put("closed", 600, status: "closed");
        _world.Tickets["without"] = JsonText.Parse("""{"status":"open"}""");
        await using var process = new RuleProcess(_world);

        var first = await RunAsync(process);
        var second = await RunAsync(process);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var third = await RunAsync(process);
        Put("old", 60); // the status has changed, and changed back: another episode
        var fourth = await RunAsync(process);

        var fired = Assert.Single(first.Fired);
        Assert.Equal(("old", "time", rule, true), (fired.ConversationId, fired.EventType, fired.Executed[0].RuleId, fired.Executed[0].Success));
        Assert.Empty(second.Fired);
        Assert.Equal(["young"], third.Fired.Select(static each => each.ConversationId));
        Assert.Equal(["old"], fourth.Fired.Select(static each => each.ConversationId));
        Assert.All(_world.Tickets.Asked, static patch => Assert.Equal("automation", patch.Origin));
        var log = await process.Engine.ListLogAsync(TenantId.Default, 10, CancellationToken.None);
        Assert.Equal(3, log.Length);
        Assert.All(log, static entry => Assert.Equal(("time", RuleLogStatus.Success), (entry.EventType, entry.Status)));
        Assert.Equal(3, (await process.Engine.FindAsync(TenantId.Default, rule, CancellationToken.None))!.ExecutionCount);
        Assert.Equal(3, _world.Calls.Count);
    }

    [Theory]
    [InlineData("created_at")]
    [InlineData("updated_at")]
    [InlineData("last_customer_reply_at")]
    [InlineData("last_agent_reply_at")]
    public async Task Run_OtherBasis_CountsFromIt(string basis)
    {
        await AddAsync($$""" "time_condition":{"older_than_minutes":0,"basis":"{{basis}}"},"actions":[{"type":"send_notification"}] """);
        _world.Tickets["with"] = JsonText.Parse($$"""{"{{basis}}":"{{Ago(0)}}"}""");
        _world.Tickets["future"] = JsonText.Parse($$"""{"{{basis}}":"{{Ago(-1)}}"}""");
        _world.Tickets["null"] = JsonText.Parse($$"""{"{{basis}}":null,"status_changed_at":"{{Ago(90)}}"}""");
        await using var process = new RuleProcess(_world);

        Assert.Equal(["with"], (await RunAsync(process)).Fired.Select(static each => each.ConversationId));
    }

    [Fact]
    public async Task Run_ConditionsOrderAndStop_AreThoseOfAPass()
    {
        await AddAsync(""" "name":"third","priority_order":3,"time_condition":{"older_than_minutes":1},"actions":[{"type":"add_note","text":"third"}] """);
        await AddAsync(""" "name":"second","priority_order":2,"time_condition":{"older_than_minutes":10},"conditions":[{"field":"priority","operator":"equals","value":"high"}],"stop_processing":true,"actions":[{"type":"add_note","text":"second"}] """);
        await AddAsync(""" "name":"first","priority_order":1,"time_condition":{"older_than_minutes":5},"actions":[{"type":"set_priority","priority":"high"}] """);
        Put("c1", 10);
        Put("c2", 5);
        await using var process = new RuleProcess(_world);

        var run = await RunAsync(process);

        Assert.Equal(["c1", "c2"], run.Fired.Select(static each => each.ConversationId));
        Assert.Equal(["c1 second", "c2 third"], _world.Calls.Select(static call => $"{call.ConversationId} {call.Parameters.Element.GetProperty("text")}").Order());
        await RunAsync(process);
        Assert.Equal(3, _world.Calls.Count); // stopping was for that pass alone
    }

    [Fact]
    public async Task Run_TheConversationChangesMeanwhile_IsJudgedAgainBeforeAnythingIsDone()
    {
        await AddAsync(""" "time_condition":{"older_than_minutes":60,"status":["open"]},"actions":[{"type":"set_priority","priority":"high"},{"type":"send_notification"}] """);
        Put("c1", 60);
        _world.Tickets.BeforeApply = (_, asked) =>
        {
            if (asked == 1)
            {
                Put("c1", 0, status: "closed");
            }
        };
        await using var process = new RuleProcess(_world);

        var run = await RunAsync(process);
        Put("c1", 60);
        var again = await RunAsync(process);

        Assert.Empty(Assert.Single(run.Fired).Executed);
        Assert.True(Assert.Single(again.Fired).Executed[0].Success); // the episode was given back, for nothing was done in it
        Assert.Single(_world.Calls);
    }

    [Fact]
    public async Task Run_MoreThanARunMayDo_DefersTheRestAndSaysSo()
    {
        var rule = await AddAsync(""" "time_condition":{"older_than_minutes":1},"actions":[{"type":"send_notification"}] """);
        var other = await AddAsync(""" "priority_order":1,"time_condition":{"older_than_minutes":100000},"actions":[{"type":"send_notification"}] """);
        for (var number = 0; number < 25; number++)
        {
            Put($"c{number:00}", 100 - number);
        }

        await using var process = new RuleProcess(_world, more: static engine => engine.Configure(static options => options.MaxTimeRuleFirings = 10));

        var runs = new List<TimeRuleRun>();
        for (var round = 0; round < 4; round++)
        {
            runs.Add(await RunAsync(process));
        }

        Assert.Equal([10, 10, 5, 0], runs.Select(static run => run.Fired.Length));
        Assert.Equal([false, false, true, true], runs.Select(static run => run.IsComplete));
        Assert.Equal([rule, other], runs[0].Deferred.ToArray());
        Assert.Equal(Enumerable.Range(0, 25).Select(static number => $"c{number:00}"), runs.SelectMany(static run => run.Fired).Select(static each => each.ConversationId)); // the oldest first
        Assert.Equal(0, await process.Engine.RunTimeRulesAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Run_FaultyConditions_AreLoggedOnceAnEpisodeAndKeepNothingFromFiring()
    {
        var rule = await AddAsync(""" "time_condition":{"older_than_minutes":1},"actions":[{"type":"send_notification"}] """);
        var document = (await _world.Stores.Documents.FindAsync(TenantId.Default, DocumentKind.Rule, rule, CancellationToken.None))!;
        await StoreAsync("\"conditions\":[{\"field\":\"x\",\"operator\":\"nonsense\",\"value\":1}]");
        Put("c1", 60);
        await using var process = new RuleProcess(_world);
        for (var round = 0; round < 3; round++)
        {
            Assert.DoesNotContain((await RunAsync(process)).Fired.SelectMany(static each => each.Executed), static executed => executed.Success);
        }

        Assert.Equal(RuleLogStatus.ConditionError, Assert.Single(await process.Engine.ListLogAsync(TenantId.Default, 9, CancellationToken.None)).Status);
        await StoreAsync("\"conditions\":[]");
        _world.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(Assert.Single((await RunAsync(process)).Fired).Executed[0].Success);

        async Task StoreAsync(string conditions) => await _world.Stores.Documents.CommitAsync(
            TenantId.Default,
            [new DocumentWrite { Kind = DocumentKind.Rule, Id = rule, ExpectedRevision = null, Body = JsonText.Parse(document.Body.ToString().Replace("\"conditions\":[]", conditions, StringComparison.Ordinal)) }],
            CancellationToken.None);
    }

    [Fact]
    public async Task Run_OnceATicketAndAWindow_HoldBesidesTheEpisode()
    {
        await AddAsync(""" "run_limit":"once_per_ticket","time_condition":{"older_than_minutes":1},"actions":[{"type":"add_note","text":"ticket"}] """);
        await AddAsync(""" "run_limit":{"max":1,"window":"PT2H"},"time_condition":{"older_than_minutes":1},"actions":[{"type":"add_note","text":"window"}] """);
        await using var process = new RuleProcess(_world);
        var calls = new List<int>();
        for (var round = 0; round < 4; round++)
        {
            Put("c1", 1);
            await RunAsync(process);
            calls.Add(_world.Calls.Count);
            _world.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal([2, 2, 3, 3], calls);
        Assert.Equal(3, (await process.Engine.ListLogAsync(TenantId.Default, 99, CancellationToken.None)).Length); // what is not due is not logged
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Run_SeveralWorkersAtOnce_FireEachEpisodeOnce(int workers) =>
        output.WriteLine(await ParallelWorkers.RunAsync(new World(), workers, conversations: 300, episodes: 2));

    [Fact]
    public async Task Crash_AtEachCall_FiresEachEpisodeOnce()
    {
        var step = 1;
        for (; await SurvivesAsync(step); step++)
        {
            Assert.InRange(step, 1, 400);
        }

        output.WriteLine($"{step - 1} crash points");
        Assert.True(step > 15, "The scenario has too few calls to say anything.");
    }

    private static async Task<bool> SurvivesAsync(int step)
    {
        var test = new TimeRuleTests(null!);
        var world = test._world;
        await test.AddAsync(""" "time_condition":{"older_than_minutes":60},"actions":[{"type":"set_field","field":"n","mode":"increment"},{"type":"send_notification"}] """);
        test.Put("c1", 61);
        test.Put("c2", 60);
        var crash = new CrashPoint(step);
        await using (var first = new RuleProcess(world, crash))
        {
            await Record.ExceptionAsync(() => RunAsync(first));
        }

        await using var second = new RuleProcess(world);
        await RunAsync(second);
        for (var round = 0; round < 3; round++)
        {
            world.Time.Advance(World.Lease + TimeSpan.FromSeconds(1));
            await second.WorkAsync();
        }

        await RunAsync(second);
        foreach (var id in new[] { "c1", "c2" })
        {
            Assert.Equal(1, world.Tickets[id].Element.GetProperty("n").GetInt32());
        }

        Assert.Equal(2, world.Calls.Select(static call => call.IdempotencyKey).Distinct().Count());
        Assert.All(world.Calls.GroupBy(static call => call.IdempotencyKey), static calls => Assert.InRange(calls.Count(), 1, 2));
        Assert.Equal(2, (await second.Engine.ListLogAsync(TenantId.Default, 9, CancellationToken.None)).Length);
        return crash.IsDead;
    }

    private static Task<TimeRuleRun> RunAsync(RuleProcess process) => process.Engine.RunTimeRulesAsync(TenantId.Default, null, CancellationToken.None).AsTask();

    private string Ago(int minutes) => (_world.Time.GetUtcNow() - TimeSpan.FromMinutes(minutes)).ToString("O", CultureInfo.InvariantCulture);

    private void Put(string id, int minutesAgo, string status = "open") =>
        _world.Tickets[id] = JsonText.Parse($$"""{"status":"{{status}}","status_changed_at":"{{Ago(minutesAgo)}}"}""");

    private async Task<string> AddAsync(string members)
    {
        await using var process = new RuleProcess(_world);
        var name = members.Contains("\"name\"", StringComparison.Ordinal) ? "" : "\"name\":\"r\",";
        return (await process.Engine.CreateAsync(TenantId.Default, JsonText.Parse($$"""{{{name}}"execution_mode":"time",{{members}}}"""), CancellationToken.None)).Rule.Id;
    }
}
