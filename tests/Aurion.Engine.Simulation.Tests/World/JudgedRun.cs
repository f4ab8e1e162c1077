using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>One run's whole history, decided again from its inputs and held against what must be true of every run.</summary>
internal sealed class JudgedRun(SimulatedWorld world, RunHead head, Graph graph)
{
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _dues = new(StringComparer.Ordinal);
    private readonly HashSet<RunId> _dropped = [];
    private readonly HashSet<ApprovalId> _heard = [];
    private Violation? _wrong;

    public RunHead Head { get; } = head;

    /// <summary>Gets the keys of the steps that were entered.</summary>
    public HashSet<string> Entered { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the runs that it called.</summary>
    public HashSet<RunId> Children { get; } = [];

    /// <summary>Gets the runs that it called and did not give up.</summary>
    public IEnumerable<RunId> WantedChildren => Children.Where(child => !_dropped.Contains(child));

    public async Task<Violation?> JudgeAsync()
    {
        var stored = (await world.Stores.Runs.LoadAsync(TenantId.Default, Head.Run, CancellationToken.None))!;
        var marking = Marking.Empty;
        var step = 0L;
        await foreach (var record in world.Stores.Runs.ReadAsync(TenantId.Default, Head.Run, 1, CancellationToken.None))
        {
            Check(record.Step == ++step, Fault.Records, $"record {record.Step} stands where {step} should");
            var again = Machine.Decide(graph, marking, record.Input);
            marking = again.Marking;
            Check(LinesOf(again.Events) == LinesOf(record.Events), Fault.Records, $"record {step} ({record.Input.GetType().Name}), decided again from its input, is {LinesOf(again.Events)} and stands as {LinesOf(record.Events)}");
            foreach (var happened in record.Events)
            {
                Read(happened, record.Input.At);
            }

            if (record.Input is RunInput.Voted voted)
            {
                await JudgeVoteAsync(voted);
            }
        }

        world.Tally.Add($"run {Head.Status}");
        Check(step == stored.Steps, Fault.Records, $"{step} records, and {stored.Steps} are counted");
        var (replayed, kept) = (TestRun.Text(marking), TestRun.Text(stored.Marking));
        Check(replayed == kept, Fault.Records, $"its records lead to {replayed}, stored is {kept}");
        if (Head.Status is RunStatus.Completed or RunStatus.Cancelled)
        {
            Check(Entered.IsSubsetOf(_ended), Fault.Steps, $"it has ended, and step {Entered.Except(_ended).FirstOrDefault()} has not");
            Check(marking.Tokens.IsEmpty && marking.Scopes.IsEmpty, Fault.Steps, $"it has ended with {marking.Tokens.Length} tokens and {marking.Scopes.Length} scopes");
        }

        return _wrong;
    }

    private void Read(RunEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case RunEvent.NodeEntered one:
                Check(Entered.Add(one.Key), Fault.Steps, $"step {one.Key} is entered twice");
                _nodes[one.Key] = one.NodeId;
                world.Tally.Add($"node {one.NodeType}");
                break;
            case RunEvent.NodeWaits { Until: { } until } one:
                _dues[one.Key] = until;
                break;
            case RunEvent.AttemptFailed { NextAt: { } next } one:
                _dues[one.Key] = next;
                break;
            case RunEvent.AttemptStarted one:
                Check(!_dues.TryGetValue(one.Key, out var again) || at >= again, Fault.Early, $"attempt {one.Attempt} at {one.Key} is early");
                break;
            case RunEvent.NodeLeft one:
                End(one.Key);
                JudgeLeft(one, at);
                break;
            case RunEvent.NodeFailed one:
                End(one.Key);
                break;
            case RunEvent.NodeCancelled one:
                End(one.Key);
                break;
            case RunEvent.ChildStarted one:
                Children.Add(one.Child);
                break;
            case RunEvent.ChildCancelled one:
                _dropped.Add(one.Child);
                break;
        }
    }

    private void End(string key)
    {
        Check(Entered.Contains(key), Fault.Steps, $"step {key} ended and was never entered");
        Check(_ended.Add(key), Fault.Steps, $"step {key} ended twice");
    }

    private void JudgeLeft(RunEvent.NodeLeft left, DateTimeOffset at)
    {
        var node = graph.NodeById[_nodes.GetValueOrDefault(left.Key) ?? "t"];
        switch (graph.Settings[node])
        {
            case DelaySettings:
                Check(!_dues.TryGetValue(left.Key, out var due) || at >= due, Fault.Early, $"timer {left.Key} is early");
                break;
            case ActionSettings { Type: "do" or "pay" or "look" } when left.Error is null:
                Check(world.Calls.Exists(call => call.IdempotencyKey == left.Key), Fault.Keys, $"step {left.Key} is completed and no handler was called with its key");
                break;
        }
    }

    private async Task JudgeVoteAsync(RunInput.Voted voted)
    {
        var stored = await world.Stores.Approvals.FindAsync(TenantId.Default, voted.Approval, CancellationToken.None);
        Check(stored?.Approval.Status == voted.Outcome, Fault.Approvals, $"it heard {voted.Outcome} of {voted.Approval}, which is {stored?.Approval.Status}");
        world.Tally.Add($"approval {voted.Outcome}");
        Check(_heard.Add(voted.Approval), Fault.Approvals, $"it heard twice of {voted.Approval}");
    }

    private void Check(bool isSo, Fault fault, string text)
    {
        if (!isSo)
        {
            _wrong ??= new Violation(fault, text);
        }
    }

    private static string LinesOf(IEnumerable<RunEvent> events) => string.Join('\n', events.Select(static happened => happened.ToString()));
}
