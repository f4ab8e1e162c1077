using System.Buffers;
using System.Globalization;
using System.Text;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution;

/// <summary>Drives one run by hand. The marking is written and read back after every decision, as a store would.</summary>
internal sealed class TestRun
{
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public TestRun(string canvas)
        : this(CanvasDefinition.Parse(JsonText.Parse(canvas)))
    {
    }

    public TestRun(CanvasDefinition canvas) => Graph = Graph.Compile(new WorkflowVersion
    {
        WorkflowId = "wf_1",
        WorkflowName = "Test",
        Version = 1,
        Canvas = canvas,
        PublishedAt = Begin,
    });

    public Graph Graph { get; }

    public Marking Marking { get; private set; } = Marking.Empty;

    public DateTimeOffset Now { get; set; } = Begin;

    public List<RunInput> Inputs { get; } = [];

    /// <summary>Gets the marking after each of the inputs, as it is stored.</summary>
    public List<string> Markings { get; } = [];

    public List<RunEvent> Events { get; } = [];

    public List<Effect> Effects { get; } = [];

    public IEnumerable<string> Trace => Events.Select(Describe);

    /// <summary>Gets the nodes in the order they were entered.</summary>
    public IEnumerable<string> Path => Events.OfType<RunEvent.NodeEntered>().Select(static entered => entered.NodeId);

    public TestRun Start(string payload = "{}", string? eventType = null, string? requestedBy = "ann", string? conversation = null)
    {
        Decide(new RunInput.Started
        {
            At = Now,
            Run = new RunId("run_7"),
            Tenant = TenantId.Default,
            Payload = JsonText.Parse(payload),
            EventType = eventType,
            RequestedBy = requestedBy,
            ConversationId = "c1",
            Conversation = conversation is null ? null : JsonText.Parse(conversation),
        });
        return this;
    }

    public Transition Complete(string node, string? output = null) =>
        Decide(Result(node, ActionStatus.Completed) with { Output = output is null ? null : JsonText.Parse(output) });

    public Transition Fail(string node, string error = "broken") => Decide(Result(node, ActionStatus.Failed) with { Error = error });

    public Transition TryAgain(string node, string error = "busy", TimeSpan? after = null) =>
        Decide(Result(node, ActionStatus.TryAgain) with { Error = error, RetryAfter = after });

    public Transition Pend(string node) => Decide(Result(node, ActionStatus.Pending));

    public Transition Elapse(TimeSpan time)
    {
        Now += time;
        return Decide(new RunInput.Elapsed { At = Now });
    }

    public Transition Vote(string node, ApprovalStatus outcome, string? output = null)
    {
        var wait = (Wait.Vote)Marking.Tokens.First(token => token.Wait is Wait.Vote && IsAt(token, node)).Wait!;
        return Decide(new RunInput.Voted { At = Now, Key = wait.Key, Approval = wait.Approval, Outcome = outcome, Output = output is null ? null : JsonText.Parse(output) });
    }

    public Transition Pause(bool byWorkflow = false) => Decide(new RunInput.Paused { At = Now, ByWorkflow = byWorkflow });

    public Transition Resume(bool byWorkflow = false) => Decide(new RunInput.Resumed { At = Now, ByWorkflow = byWorkflow });

    public Transition Retry(bool isParked = false) => Decide(new RunInput.Retried { At = Now, IsParked = isParked });

    /// <summary>Tells the run of an event about its conversation, or about what is given.</summary>
    public Transition Receive(string type, string payload = "{}", string? about = "c1") => Decide(new RunInput.Received
    {
        At = Now,
        EventId = $"e{Inputs.Count.ToString(CultureInfo.InvariantCulture)}",
        EventType = type,
        ConversationId = about == "c1" ? about : null,
        Correlation = about == "c1" ? null : about,
        Payload = JsonText.Parse(payload),
    });

    public Transition EndChild(string node, RunStatus status, string? output = null, string? error = null)
    {
        var wait = Marking.Tokens.Select(static token => token.Wait).OfType<Wait.Child>().First(wait => NodeOf(wait.Key) == node);
        return Decide(new RunInput.ChildEnded { At = Now, Key = wait.Key, Child = wait.Run, Status = status, Output = output is null ? null : JsonText.Parse(output), Error = error });
    }

    public Transition Refresh(string conversation) => Decide(new RunInput.Refreshed { At = Now, Conversation = JsonText.Parse(conversation) });

    public Transition Cancel() => Decide(new RunInput.Cancelled { At = Now });

    public Transition Decide(RunInput input)
    {
        var transition = Machine.Decide(Graph, Marking, input);
        Inputs.Add(input);
        Events.AddRange(transition.Events);
        Effects.AddRange(transition.Effects);
        Assert.True(ReferenceEquals(transition.Marking, Marking) || transition.Marking.DataBytes == DataSize.Of(transition.Marking), "The marking carries another size of its data than it has.");
        Markings.Add(Text(transition.Marking));
        Marking = Marking.Read(Write(transition.Marking));
        return transition;
    }

    /// <summary>Makes the result of the attempt that a node waits for.</summary>
    public RunInput.Completed Result(string node, ActionStatus status)
    {
        var token = Marking.Tokens.First(token => token.Wait is Wait.Result or Wait.Pending && IsAt(token, node));
        return new RunInput.Completed { At = Now, Key = token.Wait!.Key, Attempt = token.Attempt, Status = status };
    }

    public static byte[] Write(Marking marking)
    {
        var output = new ArrayBufferWriter<byte>();
        marking.WriteTo(output);
        return output.WrittenSpan.ToArray();
    }

    public static string Text(Marking marking) => Encoding.UTF8.GetString(Write(marking));

    /// <summary>Writes an event as one line: what, where, how.</summary>
    public static string Describe(RunEvent happened) => happened switch
    {
        RunEvent.NodeEntered entered => $"entered {Short(entered.Key)}" + Part(" to undo ", entered.Compensates is { } undone ? Short(undone) : null) + string.Concat(entered.Warnings.Select(static warning => $" ! {warning}")),
        RunEvent.NodeWaits waits => $"waits {Short(waits.Key)}" + (waits.Until is { } until ? $" until {Time(until)}" : string.Empty),
        RunEvent.AttemptFailed failed => $"attempt {failed.Attempt} of {Short(failed.Key)} failed: {failed.Error}; next at {Time(failed.NextAt)}",
        RunEvent.AttemptStarted started => $"attempt {started.Attempt} of {Short(started.Key)}",
        RunEvent.BranchJoined joined => $"joined {Short(joined.Key)}" + Part(" from ", joined.From) + (joined.IsAbsorbed ? ", absorbed" : string.Empty),
        RunEvent.NodeLeft left => $"left {Short(left.Key)}" + Part(" by ", left.Port) + Part(" with ", left.Output?.ToString()) + Part(" failed: ", left.Error),
        RunEvent.NodeFailed failed => $"failed {Short(failed.Key)}: {failed.Error}",
        RunEvent.NodeCancelled cancelled => $"cancelled {Short(cancelled.Key)}",
        RunEvent.AttemptBegun begun => $"begun {begun.Attempt} of {Short(begun.Key)}",
        RunEvent.AdmissionAsked => "admission asked",
        RunEvent.RunQueued => "queued",
        RunEvent.RunAdmitted => "admitted",
        RunEvent.RunPaused => "paused",
        RunEvent.RunResumed => "resumed",
        RunEvent.RunRetried => "retried",
        RunEvent.EventEmitted emitted => $"emitted {emitted.EventType} from {Short(emitted.Key)}" + Part(" about ", emitted.Correlation) + $" with {emitted.Payload}",
        RunEvent.ChildStarted started => $"called {started.WorkflowId} from {Short(started.Key)}" + Part(" version ", started.Version?.ToString(CultureInfo.InvariantCulture)) + $" with {started.Input}",
        RunEvent.ChildCancelled cancelled => $"gave up the call of {Short(cancelled.Key)}",
        RunEvent.ConversationRefreshed => "refreshed",
        RunEvent.RunEnded ended => $"ended {ended.Status.ToString().ToUpperInvariant()}" + Part(" with ", ended.Output?.ToString()) + Part(": ", ended.Error),
        _ => throw new InvalidOperationException($"No line for {happened}."),
    };

    // The node's id, or the step's key without the run: "send", "each[1]#1/send/1".
    private bool IsAt(Token token, string step) => Graph.Nodes[token.Node].Id == step || token.Wait!.Key == $"run_7/{step}";

    private static string Part(string before, string? text) => text is null ? string.Empty : before + text;

    // run_7/send/1 is send, run_7/send/2 is send#2.
    private static string Short(string key) =>
        key.EndsWith("/1", StringComparison.Ordinal) ? NodeOf(key) : $"{NodeOf(key)}#{key[(key.LastIndexOf('/') + 1)..]}";

    private static string NodeOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..key.LastIndexOf('/')];

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
