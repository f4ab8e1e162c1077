using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Ends runs on a person's word.</summary>
/// <remarks>
/// The word is stored in the run's inbox first, where its worker hears of it in any case. Then the decision is made here and
/// now on the revision that is there: the worker that held the run is refused from then on, and its heartbeat tells it to stop.
/// </remarks>
internal sealed class RunCanceller(IRunStore runs, IRunReader reader, RunDispatcher dispatcher, TimeProvider time)
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
                || await dispatcher.VisitAsync(stored, item, cancellationToken).ConfigureAwait(false))
            {
                break;
            }
        }

        dispatcher.Refresh(run);
        return new CancelResult(CancelStatus.Cancelled, await reader.FindAsync(tenant, run, cancellationToken).ConfigureAwait(false));
    }
}
