using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Patterns;

/// <summary>
/// Runs a canvas by inputs in words. An event that the run raises comes to itself next; a run that it calls is a run of the same canvas,
/// whose trace is indented and which inputs go to as long as it lasts.
/// </summary>
internal sealed class PatternRun
{
    private readonly CanvasDefinition _canvas;
    private readonly Stack<TestRun> _runs = new();
    private readonly List<string> _trace = [];

    public PatternRun(CanvasDefinition canvas, string payload)
    {
        _canvas = canvas;
        Begin(payload);
        Continue();
    }

    public IReadOnlyList<string> Trace => _trace;

    /// <summary>Gets every run that there was, called ones too.</summary>
    public List<TestRun> Runs { get; } = [];

    /// <summary>Lets happen what a scenario says.</summary>
    public static PatternRun Of(PatternFile pattern, PatternScenario scenario)
    {
        var run = new PatternRun(pattern.Canvas, scenario.Payload);
        foreach (var input in scenario.Inputs)
        {
            run.Perform(input);
        }

        return run;
    }

    /// <summary>Lets one thing happen: "a completes", "a completes with {…}", "a fails: why", "ok is approved", "PT1H passes", "event paid comes", "a/1 completes too late".</summary>
    public void Perform(string words)
    {
        var run = _runs.Peek();
        var seen = run.Events.Count;
        var parts = words.Split(' ', 5);
        switch (parts)
        {
            case ["the", "run", "is", "cancelled"]:
                run.Cancel();
                break;
            case ["event", var type, "comes"]:
                run.Receive(type);
                break;
            case ["event", var type, "comes", "with", var payload]:
                run.Receive(type, payload);
                break;
            case [var step, "completes"]:
                run.Complete(step);
                break;
            case [var step, "completes", "too", "late"]:
                run.Decide(new RunInput.Completed { At = run.Now, Key = $"run_7/{step}", Attempt = 1, Status = ActionStatus.Completed });
                break;
            case [var step, "completes", "with", ..]:
                run.Complete(step, string.Join(' ', parts[3..]));
                break;
            case [var step, "fails:", ..]:
                run.Fail(step, string.Join(' ', parts[2..]));
                break;
            case [var step, "is", var outcome]:
                run.Vote(step, Enum.Parse<ApprovalStatus>(outcome, ignoreCase: true));
                break;
            case [var duration, "passes"]:
                Assert.True(DurationText.TryRead(JsonSerializer.SerializeToElement(duration), out var time, out _), $"No duration: {words}");
                run.Elapse(time);
                break;
            default:
                Assert.Fail($"No such input: {words}");
                break;
        }

        Take(run, seen);
        Continue();
    }

    private void Begin(string payload)
    {
        var run = new TestRun(_canvas);
        if (_runs.TryPeek(out var caller))
        {
            run.Now = caller.Now;
        }

        _runs.Push(run);
        Runs.Add(run);
        run.Start(payload);
        Take(run, 0);
    }

    // A called run that has ended gives back to its caller.
    private void Continue()
    {
        while (_runs.Count > 1 && _runs.Peek().Marking is { Status: RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled } ended)
        {
            _runs.Pop();
            var caller = _runs.Peek();
            var seen = caller.Events.Count;
            caller.EndChild(_canvas.Nodes.First(static node => node.Type == "sub_workflow").Id, ended.Status, ended.Output?.ToString(), ended.Error);
            Take(caller, seen);
        }
    }

    private void Take(TestRun run, int from)
    {
        var indent = new string(' ', 2 * (_runs.Count - 1));
        var happened = run.Events.Skip(from).ToList();
        _trace.AddRange(happened.Select(one => indent + TestRun.Describe(one)));
        foreach (var emitted in happened.OfType<RunEvent.EventEmitted>())
        {
            var seen = run.Events.Count;
            run.Receive(emitted.EventType, emitted.Payload.ToString());
            Take(run, seen);
        }

        foreach (var called in happened.OfType<RunEvent.ChildStarted>())
        {
            Begin(called.Input.ToString());
        }
    }
}
