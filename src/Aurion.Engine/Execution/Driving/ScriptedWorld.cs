using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <summary>A world without stores and handlers: people decide as scripted, clocks run ahead at once, actions are written down and not performed.</summary>
/// <remarks>Used by one run, on one thread.</remarks>
internal sealed partial class ScriptedWorld(RunInput.Started start, DryRunOptions options) : IWorld
{
    /// <summary>The most decisions: a canvas that waits in a loop would go on for ever.</summary>
    public const int MaxDecisions = 10_000;

    private readonly Queue<Effect.Perform> _performs = new();
    private readonly List<(Approval Approval, DateTimeOffset DecidedAt)> _approvals = [];
    private readonly Queue<RunInput> _tended = new();
    private readonly List<RunRecord> _records = [];
    private readonly ImmutableArray<PlannedAction>.Builder _planned = ImmutableArray.CreateBuilder<PlannedAction>();
    private readonly Dictionary<string, int> _failed = new(StringComparer.Ordinal);
    private readonly List<string> _assumptions = [];
    private readonly List<string> _warnings = [];
    private DateTimeOffset _now = start.At;

    public IReadOnlyList<RunRecord> Records => _records;

    public ImmutableArray<PlannedAction> Planned => _planned.ToImmutable();

    public IReadOnlyList<string> Assumptions => _assumptions;

    public IReadOnlyList<string> Warnings => _warnings;

    public ValueTask<RunInput?> NextAsync(Marking marking, ImmutableArray<Effect> asked, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Next(marking, asked));
    }

    public ValueTask<bool> CommitAsync(RunInput input, Transition transition, CancellationToken cancellationToken)
    {
        _records.Add(new RunRecord { Step = _records.Count + 1, Input = input, Log = transition.Log });
        Note(input, transition);
        return new(true);
    }

    private RunInput? Next(Marking marking, ImmutableArray<Effect> asked)
    {
        if (_records.Count == 0)
        {
            return start;
        }

        foreach (var effect in asked)
        {
            Take(effect);
        }

        if (marking.IsFinished)
        {
            return null;
        }

        if (_records.Count >= MaxDecisions)
        {
            _warnings.Add($"The run did not end within {MaxDecisions} decisions.");
            return null;
        }

        return (RunInput?)NextResult() ?? (_tended.TryDequeue(out var tended) ? tended : null) ?? (RunInput?)NextVote(Earlier(marking.NextDue, NextArrival(marking)))
            ?? (RunInput?)NextChild(marking) ?? (RunInput?)NextEvent(marking) ?? (RunInput?)NextTimer(marking) ?? GiveUp(marking);
    }

    private void Take(Effect effect)
    {
        switch (effect)
        {
            case Effect.Perform perform:
                _performs.Enqueue(perform);
                if (perform.Attempt == 1)
                {
                    _planned.Add(new PlannedAction { NodeId = perform.NodeId, Type = perform.ActionType, Parameters = perform.Parameters });
                }

                break;
            case Effect.RequestApproval request:
                _approvals.Add((request.Approval, DecidedAt(request.Approval)));
                break;
            case Effect.TendApproval tend:
                Tend(tend);
                break;
            case Effect.CloseApproval close:
                _approvals.RemoveAll(open => open.Approval.Id == close.Id);
                break;
        }
    }

    private RunInput.Completed? NextResult()
    {
        if (!_performs.TryDequeue(out var perform))
        {
            return null;
        }

        var isFailing = IsFailing(perform.NodeId, out var error);
        if (isFailing)
        {
            Assume($"The action of node '{perform.NodeId}' fails: {error}");
        }

        return new RunInput.Completed
        {
            At = _now,
            Key = perform.Key,
            Attempt = perform.Attempt,
            Status = isFailing ? ActionStatus.TryAgain : ActionStatus.Completed,
            Output = isFailing ? null : options.Outputs.GetValueOrDefault(perform.NodeId),
            Error = isFailing ? error : null,
        };
    }

    private bool IsFailing(string node, out string? error)
    {
        if (!options.Failures.TryGetValue(node, out error))
        {
            return false;
        }

        var before = _failed.GetValueOrDefault(node);
        _failed[node] = before + 1;
        return !options.FailedAttempts.TryGetValue(node, out var most) || before < most;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private DateTimeOffset DecidedAt(Approval approval) =>
        options.Decisions.GetValueOrDefault(approval.NodeId, ApprovalStatus.Approved) is ApprovalStatus.Expired
            ? approval.ExpiresAt ?? approval.RequestedAt
            : DelaySettings.After(approval.RequestedAt, options.DecisionDelays.GetValueOrDefault(approval.NodeId));

    /// <summary>Decides the request whose turn comes first, unless a timer is due before.</summary>
    private RunInput.Voted? NextVote(DateTimeOffset? due)
    {
        if (_approvals.Count == 0)
        {
            return null;
        }

        var next = _approvals.MinBy(static open => open.DecidedAt);
        if (next.DecidedAt > _now && due < next.DecidedAt)
        {
            return null;
        }

        _approvals.Remove(next);
        _now = next.DecidedAt > _now ? next.DecidedAt : _now;
        var approval = next.Approval;
        if (!options.Decisions.TryGetValue(approval.NodeId, out var outcome))
        {
            outcome = ApprovalStatus.Approved;
            Assume($"The approval of node '{approval.NodeId}' is approved.");
        }
        else
        {
            Assume($"The approval of node '{approval.NodeId}' ends {Word(outcome)}, as asked for.");
        }

        return ApprovalOutcome.Of(approval with { Status = outcome, DecidedAt = _now }, _now);
    }

    /// <summary>Does what is due at a request. Its further reminders are passed over: nobody is told of them here.</summary>
    private void Tend(Effect.TendApproval tend)
    {
        var at = _approvals.FindIndex(open => open.Approval.Id == tend.Id);
        if (at < 0)
        {
            return;
        }

        var (approval, decidedAt) = _approvals[at];
        approval = ApprovalTiming.Tend(approval, _now).Approval;
        if (approval.Status is ApprovalStatus.Pending)
        {
            _approvals[at] = (approval, decidedAt);
            _tended.Enqueue(ApprovalOutcome.Tended(approval, _now) with { NextAt = approval.ExpiresAt });
            return;
        }

        _approvals.RemoveAt(at);
        Assume($"The approval of node '{approval.NodeId}' runs out before anybody decides.");
        _tended.Enqueue(ApprovalOutcome.Of(approval, _now));
    }

    private RunInput.Elapsed? NextTimer(Marking marking)
    {
        if (marking.NextDue is not { } due)
        {
            return null;
        }

        if (due > _now)
        {
            Assume($"The time until {due.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} passes.");
            _now = due;
        }

        return new RunInput.Elapsed { At = _now };
    }

    public void Assume(string sentence)
    {
        if (!_assumptions.Contains(sentence))
        {
            _assumptions.Add(sentence);
        }
    }

    private static string Word(ApprovalStatus status) => status switch
    {
        ApprovalStatus.Approved => "approved",
        ApprovalStatus.Rejected => "rejected",
        _ => "expired",
    };
}
