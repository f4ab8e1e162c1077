using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>Imports: many events at once.</summary>
public sealed class BulkTests
{
    private const string Counting = """ "conditions":[{"field":"status","operator":"changed"}],"actions":[{"type":"set_field","field":"n","mode":"increment"},{"type":"add_note","text":"{{previous.status}} to {{status}}, {{priority}}"}] """;
    private readonly World _world = new();

    [Fact]
    public async Task FireMany_SeveralOfOneConversation_AreOneEventWithAllChanges()
    {
        await _world.AddRulesAsync(Counting);
        _world.Tickets["c1"] = JsonText.Parse("""{"n":0}""");
        await using var process = new RuleProcess(_world);

        var results = await FireAsync(process, BulkMode.Run,
            Event("a", "c1", """{"status":"open","priority":"low","previous":{"status":"new"}}"""),
            Event("b", "c2", """{"status":"x","previous":{"status":"x"}}"""),
            Event("c", "c1", """{"status":"solved","previous":{"status":"open"}}"""),
            Event(null, null, "{}"),
            new AutomationEvent { Type = " " });

        Assert.Equal([0, 1, 2, 3, 4], results.Select(static result => result.Index).Order());
        Assert.Equal([BulkStatus.Accepted, BulkStatus.Accepted, BulkStatus.Accepted, BulkStatus.Accepted, BulkStatus.Refused], results.OrderBy(static result => result.Index).Select(static result => result.Status));
        Assert.Equal("event_type", Assert.Single(results.Single(static result => result.Index == 4).Faults).Path.ToString());
        Assert.Same(Of(results, 0).Fired, Of(results, 2).Fired);
        Assert.Equal("""{"text":"new to solved, low"}""", Assert.Single(_world.Calls).Parameters.ToString());
        Assert.Equal("""{"n":1}""", _world.Tickets["c1"].ToString());
    }

    [Fact]
    public async Task FireMany_AgainInOtherParts_DoesNothingTwice()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"set_field","field":"n","mode":"increment"}] """);
        _world.Tickets["c1"] = JsonText.Parse("""{"n":0}""");
        await using var process = new RuleProcess(_world);
        await process.FireAsync("{}", "c1", "z");
        await FireAsync(process, BulkMode.Run, Event("a", "c1", "{}"), Event("b", "c1", "{}"));

        var again = await FireAsync(process, BulkMode.Run, Event("b", "c1", "{}"), Event("z", "c1", "{}"), Event("new", "c1", "{}"), Event("a", "c1", "{}"));
        var alone = await FireAsync(process, BulkMode.Run, Event("b", "c1", "{}"));
        var single = await process.FireAsync("{}", "c1", "b");

        Assert.Equal(
            [(0, BulkStatus.Known, "a"), (1, BulkStatus.Known, "z"), (2, BulkStatus.Accepted, "new"), (3, BulkStatus.Known, "a")],
            again.OrderBy(static result => result.Index).Select(static result => (result.Index, result.Status, result.Fired!.EventId)));
        Assert.Equal((BulkStatus.Known, "a"), (alone[0].Status, alone[0].Fired!.EventId));
        Assert.Equal("a", single.EventId);
        Assert.Equal("""{"n":3}""", _world.Tickets["c1"].ToString()); // z, a with b, new
    }

    [Fact]
    public async Task FireMany_Suppressed_RunsNothingAndKnowsTheIdsFromThenOn()
    {
        await _world.AddRulesAsync(Counting);
        _world.Tickets["c1"] = JsonText.Parse("""{"n":0}""");
        await using var process = new RuleProcess(_world);

        var results = await FireAsync(process, BulkMode.Suppress, Event("a", "c1", """{"status":"open","previous":{"status":"new"}}"""), Event("b", "c1", "{}"));
        await process.FireAsync("""{"status":"open","previous":{"status":"new"}}""", "c1", "a");

        Assert.All(results, static result => Assert.Equal(BulkStatus.Accepted, result.Status));
        Assert.Equal(EventStage.Finished, (await _world.FindAsync("a"))!.Stage);
        Assert.Empty(_world.Calls);
        Assert.Empty(await process.Engine.ListLogAsync(TenantId.Default, 9, CancellationToken.None));
    }

    [Fact]
    public async Task FireMany_Thousand_KeepLimitsExactlyAndAreAllThere()
    {
        var rule = (await _world.AddRulesAsync(""" "run_limit":"once_per_ticket","actions":[{"type":"send_notification"}] """))[0];
        await using var one = new RuleProcess(_world);
        await using var two = new RuleProcess(_world);

        // Both import the same conversations at once under ids of their own.
        var results = await Task.WhenAll(
            Task.Run(() => FireAsync(one, BulkMode.Run, [.. Enumerable.Range(0, 500).Select(static number => Event($"a{number}", $"c{number}", "{}"))])),
            Task.Run(() => FireAsync(two, BulkMode.Run, [.. Enumerable.Range(0, 500).Select(static number => Event($"b{number}", $"c{number}", "{}"))])));

        Assert.Equal(1000, results.Sum(static list => list.Count(static result => result.Status is BulkStatus.Accepted)));
        Assert.Equal(500, _world.Calls.Count);
        Assert.Equal(500, (await one.Engine.FindAsync(TenantId.Default, rule, CancellationToken.None))!.ExecutionCount);
        Assert.Equal(1000, (await one.Engine.ListLogAsync(TenantId.Default, 9999, CancellationToken.None)).Length);
    }

    [Fact]
    public async Task FireMany_Cancelled_StopsAfterABatchThatIsFinished()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"send_notification"}] """);
        await using var process = new RuleProcess(_world);
        using var cancel = new CancellationTokenSource();
        AutomationEvent[] events = [.. Enumerable.Range(0, 250).Select(static number => Event($"e{number}", $"c{number}", "{}"))];
        var seen = new List<BulkResult>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in process.Engine.FireManyAsync(events, BulkMode.Run, cancel.Token))
            {
                seen.Add(result);
                await cancel.CancelAsync();
            }
        });
        Assert.Equal((100, 100), (seen.Count, _world.Calls.Count));
        var rest = await FireAsync(process, BulkMode.Run, events);

        Assert.Equal((100, 150), (rest.Count(static result => result.Status is BulkStatus.Known), rest.Count(static result => result.Status is BulkStatus.Accepted)));
        Assert.Equal(250, _world.Calls.Count);
    }

    private static BulkResult Of(List<BulkResult> results, int index) => results.Single(result => result.Index == index);

    private static AutomationEvent Event(string? id, string? conversation, string payload) =>
        new() { Id = id, Type = "ticket.created", ConversationId = conversation, Payload = JsonText.Parse(payload) };

    private static async Task<List<BulkResult>> FireAsync(RuleProcess process, BulkMode mode, params AutomationEvent[] events)
    {
        var results = new List<BulkResult>();
        await foreach (var result in process.Engine.FireManyAsync(events, mode, CancellationToken.None))
        {
            results.Add(result);
        }

        return results;
    }
}
