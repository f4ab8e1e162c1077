using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Ends runs on a person's word.</summary>
/// <remarks>
/// The word is stored in the run's inbox first, where its worker hears of it in any case. Then the decision is made here and
/// now on the revision that is there: the worker that held the run is refused from then on, and its heartbeat tells it to stop.
/// </remarks>
internal sealed class RunCanceller(
    IRunStore runs, IRunReader reader, IApprovalStore approvals, GraphCache graphs, RunCommitter committer, RunDispatcher dispatcher, TimeProvider time)
{
    private const int Attempts = 8;

    public async ValueTask<CancelResult> CancelAsync(TenantId tenant, RunId run, string? by, string? reason, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(tenant, run, cancellationToken).ConfigureAwait(false) is not { } head)
        {
            return new CancelResult(CancelStatus.Unknown);
        }

        if (head.IsFinished)
        {
            return new CancelResult(CancelStatus.AlreadyFinished, head);
        }

        var item = new InboxItem("cancel", new RunInput.Cancelled { At = time.GetUtcNow(), By = by, Reason = reason });
        await runs.SendAsync(tenant, run, item, cancellationToken).ConfigureAwait(false);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var stored = await runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false);
            if (stored is null || stored.Marking.IsFinished || stored.Inbox.All(entry => entry.Id != item.Id)
                || await TryDecideAsync(stored, item, cancellationToken).ConfigureAwait(false))
            {
                break;
            }
        }

        dispatcher.Refresh(run);
        return new CancelResult(CancelStatus.Cancelled, await reader.FindAsync(tenant, run, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<bool> TryDecideAsync(StoredRun stored, InboxItem item, CancellationToken cancellationToken)
    {
        var head = stored.Head;
        var graph = await graphs.GetAsync(head.Tenant, head.WorkflowId, head.Version, cancellationToken).ConfigureAwait(false);
        var transition = Machine.Decide(graph, stored.Marking, item.Input);
        var closed = new List<Approval>();
        foreach (var effect in transition.Effects.OfType<Effect.CloseApproval>())
        {
            if (await approvals.FindAsync(head.Tenant, effect.Id, cancellationToken).ConfigureAwait(false) is { } approval)
            {
                closed.Add(ApprovalRules.Close(approval.Approval, transition.Marking.Now));
            }
        }

        var commit = new RunCommit
        {
            Tenant = head.Tenant,
            Run = head.Run,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = stored.Revision,
            Head = LiveWorld.HeadAfter(head, transition.Marking, isPerforming: false),
            Marking = transition.Marking,
            Records = [new RunRecord { Step = stored.Steps + 1, Input = item.Input, Events = transition.Events }],
            Consumed = [item.Id],
            Approvals = [.. closed],
        };
        return (await committer.CommitAsync(commit, cancellationToken).ConfigureAwait(false)).IsDurable;
    }
}
