using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>People look for runs and into them.</summary>
public sealed class LookingTests
{
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    [Fact]
    public async Task Details_OfARun_SayWhatItCarriesAndWaitsFor()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var canvas = Canvases.Of(
            [
                """{"id":"s","type":"set","config":{"assign":{"who":"{{name}}"}}}""",
                """{"id":"d","type":"delay","config":{"duration":"PT1H"}}""",
                """{"id":"ok","type":"approval","config":{"approvers":["user:boss"],"expires_in":"P1D"}}""",
                Canvases.Do("r", "\"fails_until\":3,\"retry\":{\"max_attempts\":3,\"backoff\":\"fixed\",\"initial\":\"PT30S\",\"jitter\":false}"),
                """{"id":"e","type":"end","config":{"output":{"done":"{{$vars.who}}"}}}""",
            ],
            """{"from":"t","to":"s"}""", """{"from":"s","to":"d"}""", """{"from":"s","to":"ok"}""", """{"from":"s","to":"r"}""", """{"from":"s","to":"e"}""");
        var run = await engine.StartAsync(await engine.PublishAsync(canvas), """{"name":"Ann"}""");
        await engine.SettleAsync();

        var details = (await engine.Workflows.FindRunDetailsAsync(TenantId.Default, run, CancellationToken.None))!;
        Assert.Equal((RunStatus.Waiting, """{"name":"Ann"}""", """{"done":"Ann"}"""), (details.Head.Status, details.Payload.ToString(), details.Output!.ToString()));
        Assert.Equal(("who", "\"Ann\""), (Assert.Single(details.Variables).Key, Assert.Single(details.Variables).Value.ToString()));
        Assert.Equal(["d", "ok", "r"], details.Waits.Select(static wait => wait.NodeId).Order());
        Assert.Equal("Waits until 2026-03-02T13:00:00Z.", Text(details, "d"));
        Assert.EndsWith(", until 2026-03-03T12:00:00Z.", Text(details, "ok"), StringComparison.Ordinal);
        Assert.Equal("Attempt 2 at the action \"do\" is made at 2026-03-02T12:00:30Z.", Text(details, "r"));
        Assert.Null(await engine.Workflows.FindRunDetailsAsync(TenantId.Default, new RunId("run_none"), CancellationToken.None));
        Assert.Null(await engine.Workflows.FindRunDetailsAsync(new TenantId("other"), run, CancellationToken.None));
    }

    [Fact]
    public async Task Details_OfAFailedRun_NameWhatFailedAndWhatWasHeld()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var canvas = Canvases.Of(
            [Canvases.Do("a", "\"waits\":true"), Canvases.Do("b", "\"fails\":true"), Canvases.Do("c")],
            """{"from":"t","to":"a"}""", """{"from":"t","to":"b"}""", """{"from":"a","to":"c"}""");
        var run = await engine.StartAsync(await engine.PublishAsync(canvas));
        while ((await engine.HeadAsync(run)).Status is not RunStatus.Failed)
        {
            await Task.Yield();
        }

        var atWork = (await engine.Workflows.FindRunDetailsAsync(TenantId.Default, run, CancellationToken.None))!;
        Assert.Equal("Attempt 1 at the action \"do\" is being made.", Text(atWork, "a"));
        _outside.Gate.SetResult();
        await engine.SettleAsync();

        var details = (await engine.Workflows.FindRunDetailsAsync(TenantId.Default, run, CancellationToken.None))!;
        Assert.Equal("Has ended; it goes on by \"out\" when the run goes on.", Text(details, "a"));
        Assert.Equal("Has failed; it is done again when the run is retried.", Text(details, "b"));
    }

    [Fact]
    public async Task Runs_FilteredByPages_AreAllFoundOnce()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var one = await engine.PublishAsync(Canvases.Line(Canvases.Do("a")));
        var other = await engine.PublishAsync(Canvases.Line("""{"id":"d","type":"delay","config":{"duration":"PT1H"}}"""));
        var runs = new List<RunId>();
        for (var number = 0; number < 9; number++)
        {
            runs.Add(await engine.StartAsync(number % 3 == 0 ? other : one, conversationId: $"c{number % 2}"));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await engine.SettleAsync();
        Assert.Equal([0, 3, 6], await FindAsync(new RunFilter { Status = RunStatus.Waiting }));
        Assert.Equal([0, 3, 6], await FindAsync(new RunFilter { WorkflowId = other }));
        Assert.Equal([0, 6], await FindAsync(new RunFilter { WorkflowId = other, ConversationId = "c0" }));
        Assert.Equal([4, 5, 6], await FindAsync(new RunFilter { StartedFrom = EngineHarness.Noon.AddMinutes(4), StartedBefore = EngineHarness.Noon.AddMinutes(7) }));
        Assert.Equal(Enumerable.Range(0, 9), await FindAsync(new RunFilter()));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await engine.Workflows.ListRunsAsync(TenantId.Default, new RunFilter(), Page.First(201), CancellationToken.None));

        async Task<IEnumerable<int>> FindAsync(RunFilter filter)
        {
            var found = new List<RunId>();
            for (var page = Page.First(2); ;)
            {
                var part = await engine.Workflows.ListRunsAsync(TenantId.Default, filter, page, CancellationToken.None);
                found.AddRange(part.Select(static head => head.Run));
                if (part.Length < 2)
                {
                    return found.Select(run => runs.IndexOf(run)).Order();
                }

                page = page with { After = part[^1].Run.Value };
            }
        }
    }

    [Fact]
    public async Task Steps_ByPages_ComeInTheirOrderWithWhatTheyProduced()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Line([.. Enumerable.Range(1, 5).Select(static number => Canvases.Do($"a{number}"))])));
        await engine.SettleAsync();

        var first = (await engine.Workflows.ListStepsAsync(TenantId.Default, run, Page.First(4), CancellationToken.None))!.Value;
        var rest = (await engine.Workflows.ListStepsAsync(TenantId.Default, run, new Page(first[^1].Id, 4), CancellationToken.None))!.Value;
        Assert.Equal("t a1 a2 a3 a4 a5", string.Join(' ', first.Concat(rest).Select(static step => step.NodeId)));
        Assert.Equal("""{"attempt":1}""", rest[^1].Output!.ToString());
        Assert.Null(await engine.Workflows.ListStepsAsync(TenantId.Default, new RunId("run_none"), Page.First(4), CancellationToken.None));
    }

    private static string Text(RunDetails details, string node) => details.Waits.Single(wait => wait.NodeId == node).Text;
}
