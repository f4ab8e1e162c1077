using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Workflows;

/// <summary>A world of one run without a store: actions succeed at once, requests are approved at once, what is recorded is kept until the run's end.</summary>
internal sealed class MemoryWorld : IWorld
{
    public static readonly DateTimeOffset Begin = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private RunInput? _next;
    private Queue<RunInput>? _more; // of runs that do several things at once
    private readonly List<RunRecord> _records = [];

    private MemoryWorld(RunId run, JsonText payload) => Bring(new RunInput.Started
    {
        At = Begin,
        Run = run,
        Tenant = TenantId.Default,
        Payload = payload,
        EventType = "ticket.created",
        RequestedBy = "ann",
    });

    /// <summary>Gets the number of actions performed by all worlds.</summary>
    public static long Performed { get; private set; }

    /// <summary>Drives a run from its start to its end.</summary>
    public static Marking Run(Graph graph, RunId run, JsonText payload)
    {
        var driven = RunDriver.DriveAsync(new MemoryWorld(run, payload), graph, Marking.Empty, [], CancellationToken.None);
        var marking = driven.IsCompletedSuccessfully ? driven.Result : throw new InvalidOperationException("Nothing here waits.");
        return marking.Status is RunStatus.Completed ? marking : throw new InvalidOperationException($"The run ended {marking.Status}: {marking.Error}");
    }

    public ValueTask<RunInput?> NextAsync(Marking marking, ImmutableArray<Effect> asked, CancellationToken cancellationToken)
    {
        foreach (var effect in asked)
        {
            switch (effect)
            {
                case Effect.Perform perform:
                    Performed++;
                    Bring(new RunInput.Completed { At = Begin, Key = perform.Key, Attempt = perform.Attempt, Status = ActionStatus.Completed });
                    break;
                case Effect.RequestApproval request:
                    Bring(ApprovalOutcome.Of(request.Approval with { Status = ApprovalStatus.Approved, DecidedAt = Begin }, Begin));
                    break;
            }
        }

        var input = marking.IsFinished ? null : _next;
        _next = _more is { Count: > 0 } ? _more.Dequeue() : null;
        return new(input);
    }

    private void Bring(RunInput input)
    {
        if (_next is null)
        {
            _next = input;
        }
        else
        {
            (_more ??= new()).Enqueue(input);
        }
    }

    public ValueTask<bool> CommitAsync(RunInput input, Transition transition, CancellationToken cancellationToken)
    {
        _records.Add(new RunRecord { Step = _records.Count + 1, Input = input, Log = transition.Log });
        return new(true);
    }
}
