using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution;

/// <summary>Waits for events, raised events, calls of workflows and refreshed conversations, on the machine alone.</summary>
public sealed class SignalTraceTests
{
    private const string Wait = """{"id":"w","type":"wait_event","config":{"event_type":"ticket.replied"}}""";

    [Fact]
    public void WaitEvent_EventAboutTheConversation_LeavesByReceivedWithItsPayload()
    {
        var run = new TestRun(Line(Wait, Do("a", "\"text\":\"{{$steps.w.output.text}}\""))).Start();

        run.Receive("ticket.replied", """{"text":"yes"}""");

        Assert.Equal(
            ["entered t", "left t by out", "entered w", "waits w", "left w by received with {\"text\":\"yes\"}", "entered a"],
            run.Trace);
        Assert.Equal("""{"text":"yes"}""", Assert.IsType<Effect.Perform>(run.Effects[^1]).Parameters.ToString());
    }

    [Theory]
    [InlineData("ticket.closed", "c1")]
    [InlineData("ticket.replied", "c2")]
    public void WaitEvent_AnotherEvent_ChangesNothing(string type, string about)
    {
        var run = new TestRun(Line(Wait)).Start();

        var transition = run.Receive(type, about: about);

        Assert.Empty(transition.Events);
        Assert.Equal(RunStatus.Waiting, run.Marking.Status);
    }

    [Fact]
    public void WaitEvent_Conditions_AreJudgedOnTheEventsPayloadBesideTheRunsData()
    {
        const string node = """{"id":"w","type":"wait_event","config":{"event_type":"paid","conditions":[{"field":"amount","operator":"gte","value":10},{"field":"$vars.open","operator":"is","value":true}]}}""";
        var run = new TestRun(Line("""{"id":"s","type":"set","config":{"assign":{"open":true}}}""", node)).Start("""{"amount":99}""");

        Assert.Empty(run.Receive("paid", """{"amount":5}""").Events);
        Assert.Empty(run.Receive("paid", """{"amount":"much"}""").Events);
        Assert.NotEmpty(run.Receive("paid", """{"amount":10}""").Events);

        Assert.Equal(RunStatus.Completed, run.Marking.Status);
    }

    [Fact]
    public void WaitEvent_TimeIsUp_LeavesByTimeoutAndIgnoresTheLateEvent()
    {
        var run = new TestRun(Of([Wait.Replace("}}", ",\"timeout\":\"PT1H\"}}", StringComparison.Ordinal), Do("a"), Do("b")], Edge("t", "w"), Edge("w", "a"), Edge("w", "b", "timeout"))).Start();

        run.Elapse(TimeSpan.FromHours(1));

        Assert.Equal(["t", "w", "b"], run.Path);
        Assert.Empty(run.Receive("ticket.replied").Events);
    }

    [Fact]
    public void WaitEvent_Correlate_IsFilledInAndMayBeANumber()
    {
        var run = new TestRun(Line("""{"id":"w","type":"wait_event","config":{"event_type":"paid","correlate":"{{order}}"}}""")).Start("""{"order":17}""");

        Assert.Empty(run.Receive("paid").Events);
        run.Receive("paid", about: "17");

        Assert.Equal(RunStatus.Completed, run.Marking.Status);
    }

    [Fact]
    public void WaitEvent_CorrelateComesOutEmpty_FailsAndSaysWhy()
    {
        var run = new TestRun(Line("""{"id":"w","type":"wait_event","config":{"event_type":"paid","correlate":"{{order}}"}}""")).Start();

        Assert.Equal("Node \"w\" failed: \"correlate\" came out as the text \"\"; it must be a text that is not blank, or a number.", run.Marking.Error);
    }

    [Fact]
    public void WaitEvent_OneEvent_GoesToEveryBranchThatWaitsForItAndToNoneThatBeginsTo()
    {
        var run = new TestRun(Of([Wait, Wait.Replace("\"w\"", "\"v\"", StringComparison.Ordinal)], Edge("t", "w"), Edge("t", "v"), Edge("w", "w"))).Start();

        run.Receive("ticket.replied");

        Assert.Equal(["t", "w", "v", "w"], run.Path);
        var token = Assert.Single(run.Marking.Tokens);
        Assert.Equal("run_7/w/2", token.Wait!.Key);
    }

    [Fact]
    public void WaitEvent_RunHasFailed_HoldsWhatCameUntilItIsRetried()
    {
        var run = new TestRun(Of([Wait, Do("a"), Do("b")], Edge("t", "w"), Edge("t", "a"), Edge("w", "b"))).Start();
        run.Fail("a");

        run.Receive("ticket.replied");

        Assert.Equal("left w by received with {}", run.Trace.Last());
        Assert.Contains(run.Marking.Tokens, static token => token.Wait is Wait.Held { Port: 0 });
    }

    [Fact]
    public void WaitEvent_StepBeforeIt_CountsEventsSinceItBeganThroughAllItsAttempts()
    {
        var run = new TestRun(Line(Do("a", "\"retry\":{\"max_attempts\":2,\"initial\":\"PT1M\",\"jitter\":false}"), Wait)).Start();
        run.Now += TimeSpan.FromSeconds(10);
        run.TryAgain("a");
        run.Elapse(TimeSpan.FromMinutes(1));
        run.Now += TimeSpan.FromSeconds(10);

        run.Complete("a");

        var wait = Assert.IsType<Wait.Event>(Assert.Single(run.Marking.Tokens).Wait);
        Assert.Equal(TestRun.Begin, wait.From);
        Assert.Equal(run.Now, wait.Since);
    }

    [Fact]
    public void EmitEvent_Payload_IsFilledInAndTheKeyIsTheEventsId()
    {
        var run = new TestRun(Line("""{"id":"e","type":"emit_event","config":{"event_type":"order.ready","payload":{"order":"{{order}}"},"correlate":"{{order}}"}}""")).Start("""{"order":17}""");

        Assert.Equal(
            ["entered t", "left t by out", "entered e", "emitted order.ready from e about 17 with {\"order\":17}", "left e by out with {\"event_id\":\"run_7/e/1\"}", "ended COMPLETED"],
            run.Trace);
    }

    [Fact]
    public void EmitEvent_TenStepsDeep_FailsAndSaysWhy()
    {
        var run = new TestRun(Line("""{"id":"e","type":"emit_event","config":{"event_type":"x"}}"""));
        run.Decide(Started() with { Depth = 10 });

        Assert.Contains("10 steps of automation", run.Marking.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void SubWorkflow_ChildCompletes_LeavesByCompletedWithItsOutput()
    {
        var run = new TestRun(Line(Call(), Do("a"))).Start("""{"n":1}""");

        run.EndChild("s", RunStatus.Completed, """{"ok":true}""");

        Assert.Equal(
            ["entered t", "left t by out", "entered s", "called wf_2 from s with {\"n\":1}", "waits s", "left s by completed with {\"ok\":true}", "entered a"],
            run.Trace);
    }

    [Theory]
    [InlineData(RunStatus.Failed, "Out of order.", "The workflow \"wf_2\" failed: Out of order.")]
    [InlineData(RunStatus.Failed, null, "The workflow \"wf_2\" failed: it did not say why.")]
    public void SubWorkflow_ChildFails_LeavesByFailedOrFailsTheRun(RunStatus status, string? error, string expected)
    {
        var handled = new TestRun(Of([Call(), Do("a")], Edge("t", "s"), Edge("s", "a", "failed"))).Start();
        handled.EndChild("s", status, error: error);
        Assert.Equal(["t", "s", "a"], handled.Path);

        var unhandled = new TestRun(Line(Call())).Start();
        unhandled.EndChild("s", status, error: error);
        Assert.Equal($"Node \"s\" failed: {expected}", unhandled.Marking.Error);
    }

    [Fact]
    public void SubWorkflow_SameDecisionAgain_CallsTheSameRun()
    {
        var (one, other) = (new TestRun(Line(Call())).Start(), new TestRun(Line(Call())).Start());

        var child = one.Events.OfType<RunEvent.ChildStarted>().Single().Child;
        Assert.Equal(child, other.Events.OfType<RunEvent.ChildStarted>().Single().Child);
        Assert.Matches("^run_[0-9a-z]{26}$", child.Value);
    }

    [Fact]
    public void SubWorkflow_WithoutWaiting_GoesOnAtOnceWithTheRunsId()
    {
        var run = new TestRun(Line(Call(",\"wait\":false,\"version\":3,\"input\":{\"x\":\"{{n}}\"}"))).Start("""{"n":1}""");

        var started = run.Events.OfType<RunEvent.ChildStarted>().Single();
        Assert.Equal((3, false, """{"x":1}"""), (started.Version!.Value, started.IsAwaited, started.Input.ToString()));
        Assert.Equal(RunStatus.Completed, run.Marking.Status);
        Assert.Contains($"left s by completed with {{\"run_id\":\"{started.Child}\"}}", run.Trace);
    }

    [Fact]
    public void SubWorkflow_RunIsCancelled_GivesUpTheCall()
    {
        var run = new TestRun(Line(Call())).Start();

        run.Cancel();

        Assert.Contains("gave up the call of s", run.Trace);
        Assert.Equal(run.Events.OfType<RunEvent.ChildStarted>().Single().Child, run.Events.OfType<RunEvent.ChildCancelled>().Single().Child);
    }

    [Fact]
    public void SubWorkflow_TenStepsDeep_LeavesByFailedAndSaysWhy()
    {
        var run = new TestRun(Of([Call(), Do("a")], Edge("t", "s"), Edge("s", "a", "failed")));
        run.Decide(Started() with { Depth = 10 });

        Assert.Equal(["t", "s", "a"], run.Path);
        Assert.Empty(run.Events.OfType<RunEvent.ChildStarted>());
        Assert.Contains("10 are allowed", run.Events.OfType<RunEvent.NodeLeft>().Last().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Refreshed_ConversationHasChanged_IsWhatTheRunReadsFromThenOn()
    {
        var run = new TestRun(Line("""{"id":"d","type":"delay","config":{"duration":"PT1H"}}""", Do("a", "\"text\":\"{{$conversation.status}}\""))).Start(conversation: """{"status":"open"}""");

        run.Refresh("""{"status":"closed"}""");
        Assert.Empty(run.Refresh("""{"status":"closed"}""").Events);
        run.Elapse(TimeSpan.FromHours(1));

        Assert.Contains("refreshed", run.Trace);
        Assert.Equal("""{"text":"closed"}""", run.Effects.OfType<Effect.Perform>().Single().Parameters.ToString());
    }

    private static RunInput.Started Started() => new() { At = TestRun.Begin, Run = new RunId("run_7"), Tenant = TenantId.Default, Payload = JsonText.EmptyObject, ConversationId = "c1" };

    private static string Call(string more = "") => "{\"id\":\"s\",\"type\":\"sub_workflow\",\"config\":{\"workflow_id\":\"wf_2\"" + more + "}}";

    private static string Do(string id, string more = "") => Driving.Harness.Canvases.Do(id, more);

    private static string Line(params string[] nodes) => Driving.Harness.Canvases.Line(nodes);

    private static string Of(string[] nodes, params string[] edges) => Driving.Harness.Canvases.Of(nodes, edges);

    private static string Edge(string from, string to, string? port = null) =>
        port is null ? $$"""{"from":"{{from}}","to":"{{to}}"}""" : $$"""{"from":"{{from}}","to":"{{to}}","condition":"{{port}}"}""";
}
