using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Holds all that is stored, when nothing moves any more, against what was accepted and what the handlers were called with.</summary>
internal sealed class Judge(SimulatedWorld world)
{
    private readonly GraphCache _graphs = new(world.Stores.Documents);

    /// <returns>The first promise that was broken; null when none was.</returns>
    public async Task<Violation?> JudgeAsync()
    {
        var runs = (await world.Stores.Reader.ListAsync(TenantId.Default, new RunFilter(), new Page(null, 1_000), CancellationToken.None)).Reverse().ToList();
        var judged = new List<JudgedRun>();
        foreach (var head in runs)
        {
            var run = new JudgedRun(world, head, await _graphs.GetAsync(head.Tenant, head.WorkflowId, head.Version, CancellationToken.None));
            if (await run.JudgeAsync() is { } wrong)
            {
                return wrong with { Text = $"{head.Run} of {head.WorkflowId} ({head.Status}): {wrong.Text}" };
            }

            judged.Add(run);
        }

        return JudgeStarts(runs) ?? JudgeChildren(runs, judged) ?? JudgeCalls(judged) ?? await JudgeApprovalsAsync() ?? await JudgeOpenAsync(runs) ?? await JudgeMessagesAsync() ?? await new RuleJudge(world).JudgeAsync();
    }

    private Violation? JudgeStarts(List<RunHead> runs)
    {
        foreach (var same in world.Clients.Starts.GroupBy(static start => (start.Workflow, start.Key)))
        {
            var told = same.Select(static start => start.Answer.Run?.RunId).Where(static run => run is not null).Distinct().ToList();
            if (told.Count > 1 || told.Any(run => runs.All(head => head.Run != run)))
            {
                return new Violation(Fault.Accepted, $"start {same.Key} was answered with {told.Count} runs, {runs.Count(head => told.Contains(head.Run))} of which are stored");
            }
        }

        // One that is skipped for another of its group, or refused while the workflow is paused, is answered, and need not be stored.
        foreach (var workflow in new[] { world.Plan.Started, world.Plan.Limited })
        {
            var wanted = world.Clients.Wanted.Where(start => start.Workflow == workflow).ToList();
            var skipped = wanted.Count(start => world.Clients.Starts.Where(told => (told.Workflow, told.Key) == start).All(static told => !told.Answer.IsStarted));
            var stored = runs.Count(head => head.WorkflowId == workflow);
            if (stored > wanted.Count || stored < wanted.Count - skipped)
            {
                return new Violation(Fault.Accepted, $"{wanted.Count} starts of {workflow}, {skipped} of them refused, made {stored} runs");
            }
        }

        var events = world.Clients.Events.Values.Count(static fired => fired.Type == "ticket.created");
        var listening = runs.Count(head => head.WorkflowId == world.Plan.Listening);
        var timed = runs.Count(head => head.WorkflowId == world.Plan.Timed);
        return listening != events ? new Violation(Fault.Accepted, $"{events} events made {listening} runs")
            : timed != SimulatedPlan.Conversations ? new Violation(Fault.Accepted, $"{SimulatedPlan.Conversations} conversations that are old enough made {timed} runs")
            : null;
    }

    private Violation? JudgeChildren(List<RunHead> runs, List<JudgedRun> judged)
    {
        var called = judged.SelectMany(static run => run.Children).ToHashSet();
        var children = runs.Where(head => head.WorkflowId == world.Plan.Called).Select(static head => head.Run).ToList();
        if (children.Find(child => !called.Contains(child)) is { Value: not null } nobodys)
        {
            return new Violation(Fault.Accepted, $"{nobodys} was called by nobody");
        }

        var lost = judged.SelectMany(static run => run.WantedChildren).FirstOrDefault(child => !children.Contains(child));
        return lost.Value is null ? null : new Violation(Fault.Accepted, $"{lost} was called and is not there");
    }

    private Violation? JudgeCalls(List<JudgedRun> judged)
    {
        var steps = judged.SelectMany(static run => run.Entered).ToHashSet(StringComparer.Ordinal);
        foreach (var call in world.Calls)
        {
            if (call.Type == "look")
            {
                continue; // performed before it is recorded, by its own word: after a crash the run may go another way
            }

            var isKnown = call.RuleId is null ? steps.Contains(call.IdempotencyKey) : call.IdempotencyKey.StartsWith($"{call.EventId}/{call.RuleId}/", StringComparison.Ordinal);
            if (!isKnown)
            {
                return new Violation(Fault.Keys, $"a handler was called with {call.IdempotencyKey}, which is no step's key");
            }
        }

        var twice = world.Calls.Where(static call => call is { Type: "pay", Run: not null }).GroupBy(static call => call.IdempotencyKey).FirstOrDefault(static calls => calls.Count() > 1);
        return twice is null ? null : new Violation(Fault.AtMostOnce, $"{twice.Key} was performed {twice.Count()} times");
    }

    private async Task<Violation?> JudgeApprovalsAsync()
    {
        foreach (var told in world.Clients.Closed)
        {
            var stored = await world.Stores.Approvals.FindAsync(TenantId.Default, told.Id, CancellationToken.None);
            if (stored?.Approval.Status != told.Status)
            {
                return new Violation(Fault.Approvals, $"somebody was told that {told.Id} is {told.Status}, and it is {stored?.Approval.Status}");
            }
        }

        foreach (var (id, voter) in world.Clients.Counted)
        {
            if ((await world.Stores.Approvals.FindAsync(TenantId.Default, id, CancellationToken.None))?.Approval.Votes.Count(vote => vote.Voter == voter) != 1)
            {
                return new Violation(Fault.Approvals, $"the vote of {voter} on {id} was accepted, and is not there once");
            }
        }

        return null;
    }

    /// <summary>A request that is open is one that a run waits for.</summary>
    private async Task<Violation?> JudgeOpenAsync(List<RunHead> runs)
    {
        foreach (var voter in Clients.People)
        {
            foreach (var open in await world.Stores.Approvals.ListPendingAsync(TenantId.Default, voter.ToApproverSet(), new Page(null, 1_000), CancellationToken.None))
            {
                if (runs.Find(head => head.Run == open.Run) is { Status: RunStatus.Completed or RunStatus.Cancelled } over)
                {
                    return new Violation(Fault.Approvals, $"{open.Id} waits for votes, and its run is {over.Status}");
                }
            }
        }

        return null;
    }

    private async Task<Violation?> JudgeMessagesAsync()
    {
        var dead = await world.Stores.Messages.ListDeadAsync(TenantId.Default, new Page(null, 10), CancellationToken.None);
        return dead.IsEmpty ? null : new Violation(Fault.Stuck, $"nobody could deliver {dead[0].Id}");
    }
}
