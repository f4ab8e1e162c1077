using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Waits and calls in a dry run; delays by business hours; work that a package does.</summary>
public sealed class SignalWorldTests
{
    private const string Wait = """{"id":"w","type":"wait_event","config":{"event_type":"paid","timeout":"P1D","conditions":[{"field":"amount","operator":"gte","value":10}]}}""";
    private static readonly string WaitCanvas = Canvases.Of([Wait, Canvases.Do("a"), Canvases.Do("b")], """{"from":"t","to":"w"}""", """{"from":"w","to":"a"}""", """{"from":"w","to":"b","condition":"timeout"}""");
    private static readonly string CallCanvas = Canvases.Of(
        ["""{"id":"e","type":"emit_event","config":{"event_type":"x"}}""", """{"id":"s","type":"sub_workflow","config":{"workflow_id":"wf_1"}}""", Canvases.Do("a", "\"n\":\"{{$steps.s.output.n}}\""), Canvases.Do("b")],
        """{"from":"t","to":"e"}""", """{"from":"e","to":"s"}""", """{"from":"s","to":"a"}""", """{"from":"s","to":"b","condition":"failed"}""");
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    [Theory]
    [InlineData("""{"amount":12}""", "t w a")]
    [InlineData("""{"amount":2}""", "t w b")]
    [InlineData(null, "t w b")]
    public async Task DryRun_EventGiven_IsJudgedByTheWait(string? payload, string path)
    {
        var events = ImmutableDictionary<string, JsonText?>.Empty.Add("w", payload is null ? null : JsonText.Parse(payload));

        var result = await DryRunAsync(WaitCanvas, new DryRunOptions { Events = events });

        Assert.Equal(path, string.Join(' ', result.Path));
        Assert.Contains("The run is about a conversation.", result.Assumptions);
        Assert.Equal(payload == """{"amount":2}""" ? 1 : 0, result.Warnings.Length);
    }

    [Fact]
    public async Task DryRun_NoEventGiven_AssumesAnEmptyOneAndSaysSo()
    {
        var result = await DryRunAsync(Canvases.Line("""{"id":"w","type":"wait_event","config":{"event_type":"paid"}}"""), new DryRunOptions());

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Contains("The event \"paid\" that node 'w' waits for comes, with an empty payload.", result.Assumptions);
    }

    [Fact]
    public async Task DryRun_WaitWithoutATimeoutThatNothingMeets_EndsWaitingAndSaysSo()
    {
        var result = await DryRunAsync(Canvases.Line(Wait.Replace("\"timeout\":\"P1D\",", string.Empty, StringComparison.Ordinal)), new DryRunOptions());

        Assert.Equal(RunStatus.Waiting, result.Status);
        Assert.Contains("Node 'w' still waits for the event \"paid\", without a timeout.", result.Warnings);
    }

    [Fact]
    public async Task DryRun_CallAndRaisedEvent_ArePlannedAndTheCallEndsAsScripted()
    {
        var good = await DryRunAsync(CallCanvas, new DryRunOptions { Outputs = ImmutableDictionary<string, JsonText>.Empty.Add("s", JsonText.Parse("""{"n":4}""")) });
        var bad = await DryRunAsync(CallCanvas, new DryRunOptions { Failures = ImmutableDictionary<string, string>.Empty.Add("s", "broken") });

        Assert.Equal("t e s a", string.Join(' ', good.Path));
        Assert.Equal(["emit_event", "sub_workflow", "do"], good.PlannedActions.Select(static action => action.Type));
        Assert.Equal("""{"n":4}""", good.PlannedActions[2].Parameters.ToString());
        Assert.Equal("t e s b", string.Join(' ', bad.Path));
        Assert.Contains("The workflow that node 's' calls fails: broken", bad.Assumptions);
    }

    [Fact]
    public async Task Delay_Calendar_CountsOpenHoursAlone()
    {
        var calendar = new BusinessCalendar("UTC", Enum.GetValues<DayOfWeek>().Where(static day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(static day => new BusinessHours(day, new TimeOnly(9, 0), new TimeOnly(17, 0))));
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside, more: engine => engine.AddCalendar("support", calendar));
        var run = await engine.StartAsync(await engine.PublishAsync(Canvases.Line("""{"id":"d","type":"delay","config":{"duration":"PT8H","calendar":"support"}}""")));
        await engine.SettleAsync();

        Assert.Equal(EngineHarness.Noon.AddDays(1), (await engine.HeadAsync(run)).DueAt);
        Assert.Equal("""{"duration":"PT8H","calendar":"support"}""", (await engine.StepsAsync(run))[1].Input!.ToString());
    }

    [Fact]
    public async Task Work_OfARegisteredPackage_IsDoneByIt()
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside, more: static engine => engine.UseHttpSender<Echo>().UseScriptRunner<Echo>());
        var run = await engine.StartAsync(
            await engine.PublishAsync(Canvases.Line("""{"id":"h","type":"http_request","config":{"url":"https://example.com/{{n}}"}}""", """{"id":"x","type":"script","config":{"source":"n * 2"}}""")), """{"n":5}""");
        await engine.SettleAsync();

        Assert.Equal(
            ["""{"method":"GET","url":"https://example.com/5"}""", """{"language":"javascript","source":"n * 2"}"""],
            (await engine.StepsAsync(run)).Skip(1).Select(static step => step.Output?.ToString()));
    }

    private async Task<DryRunResult> DryRunAsync(string canvas, DryRunOptions options)
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        return await engine.Workflows.DryRunAsync(CanvasDefinition.Parse(JsonText.Parse(canvas)), options, CancellationToken.None);
    }

    private sealed class Echo : IHttpSender, IScriptRunner
    {
        public ValueTask<ActionResult> SendAsync(ActionRequest request, CancellationToken cancellationToken) => new(ActionResult.Completed(request.Parameters));

        public ValueTask<ActionResult> RunAsync(ActionRequest request, CancellationToken cancellationToken) => new(ActionResult.Completed(request.Parameters));
    }
}
