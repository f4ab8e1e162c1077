using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Pauses runs, lets them go on, and takes failed ones up again.</summary>
/// <remarks>
/// What a person says is stored in the run's inbox first, so that a crash can't lose it. A run that is at rest is decided on
/// here and now; one whose handlers are at work is left to its worker, which must not lose their results. The ids of the items
/// come from the number of decisions that the person could have seen: the same wish twice is one item.
/// </remarks>
internal sealed class RunSwitch(IRunStore runs, IRunReader reader, RunDispatcher dispatcher, TimeProvider time)
{
    private const int Attempts = 8;

    public async ValueTask<PauseResult> PauseAsync(TenantId tenant, RunId run, string? by, string? reason, CancellationToken cancellationToken)
    {
        if (await runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return new PauseResult(PauseStatus.Unknown);
        }

        if (stored.Head.IsFinished)
        {
            return new PauseResult(PauseStatus.Finished, stored.Head);
        }

        if (stored.Marking.PausedBy.HasFlag(PauseCauses.Person))
        {
            return new PauseResult(PauseStatus.Paused, stored.Head);
        }

        var item = new InboxItem(IdOf("pause", stored), new RunInput.Paused { At = time.GetUtcNow(), By = by, Reason = reason });
        await SayAsync(stored, item, cancellationToken).ConfigureAwait(false);
        return new PauseResult(PauseStatus.Paused, await reader.FindAsync(tenant, run, cancellationToken).ConfigureAwait(false));
    }

    public async ValueTask<PauseResult> ResumeAsync(TenantId tenant, RunId run, string? by, CancellationToken cancellationToken)
    {
        if (await runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return new PauseResult(PauseStatus.Unknown);
        }

        if (stored.Head.IsFinished)
        {
            return new PauseResult(PauseStatus.Finished, stored.Head);
        }

        // A pause may have been asked for and not be decided yet: going on comes after it.
        if (stored.Marking.PausedBy.HasFlag(PauseCauses.Person) || stored.Inbox.Any(static item => item.Input is RunInput.Paused { ByWorkflow: false }))
        {
            var item = new InboxItem(IdOf("resume", stored), new RunInput.Resumed { At = time.GetUtcNow(), By = by });
            await SayAsync(stored, item, cancellationToken).ConfigureAwait(false);
            stored = await runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false) ?? stored;
        }

        return new PauseResult(stored.Marking.PausedBy.HasFlag(PauseCauses.Workflow) ? PauseStatus.HeldByWorkflow : PauseStatus.GoesOn, stored.Head);
    }

    public async ValueTask<RetryResult> RetryAsync(TenantId tenant, RunId run, string? node, string? by, CancellationToken cancellationToken)
    {
        if (await runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return new RetryResult(RetryStatus.Unknown);
        }

        if (stored.Head.Status is not RunStatus.Failed)
        {
            return new RetryResult(RetryStatus.NotFailed, stored.Head);
        }

        var isParked = !stored.Marking.IsFinished;
        if (!isParked && stored.Marking.Tokens.IsEmpty)
        {
            return new RetryResult(RetryStatus.NothingToRetry, stored.Head);
        }

        if (node is not null && !await HasFailedAtAsync(stored, node, cancellationToken).ConfigureAwait(false))
        {
            return new RetryResult(RetryStatus.NoSuchStep, stored.Head);
        }

        if (isParked)
        {
            await BringBackAsync(tenant, run, cancellationToken).ConfigureAwait(false);
        }

        var item = new InboxItem(IdOf("retry", stored), new RunInput.Retried { At = time.GetUtcNow(), IsParked = isParked, By = by });
        var isFirst = await SayAsync(stored, item, cancellationToken).ConfigureAwait(false);
        var head = await reader.FindAsync(tenant, run, cancellationToken).ConfigureAwait(false);
        return new RetryResult(isFirst || head?.Status is not RunStatus.Failed ? RetryStatus.Retried : RetryStatus.Busy, head);
    }

    /// <summary>Says where a run stands.</summary>
    /// <returns>Null when the tenant has no run of that id.</returns>
    public async ValueTask<RunDetails?> DescribeAsync(TenantId tenant, RunId run, CancellationToken cancellationToken) =>
        await runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false) is { } stored
            ? RunWords.Describe(await dispatcher.GraphOfAsync(stored.Head, cancellationToken).ConfigureAwait(false), new RunWords.StoredHead(stored.Head, stored.Marking))
            : null;

    /// <summary>Stores the item and decides on it where nobody else must.</summary>
    /// <returns>False when the same was said before.</returns>
    private async ValueTask<bool> SayAsync(StoredRun stored, InboxItem item, CancellationToken cancellationToken)
    {
        var (tenant, run) = (stored.Head.Tenant, stored.Head.Run);
        var sent = await runs.SendAsync(tenant, run, item, cancellationToken).ConfigureAwait(false);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = await runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false);
            if (current is null
                || current.Inbox.All(entry => entry.Id != item.Id)
                || IsAtWork(current)
                || await dispatcher.VisitAsync(current, item, cancellationToken).ConfigureAwait(false))
            {
                break;
            }
        }

        dispatcher.Refresh(run);
        return sent is SendStatus.Stored;
    }

    /// <summary>Tells whether handlers may be at work on a run: their worker decides then, and loses none of their results.</summary>
    private static bool IsAtWork(StoredRun run)
    {
        foreach (var token in run.Marking.Tokens)
        {
            if (token.Wait is Wait.Result)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sends what came in while the run was set aside, and was only written down, into its inbox again; once, whoever asks.</summary>
    private async ValueTask BringBackAsync(TenantId tenant, RunId run, CancellationToken cancellationToken)
    {
        await foreach (var record in runs.ReadAsync(tenant, run, 1, cancellationToken).ConfigureAwait(false))
        {
            if (record.Log.IsEmpty && record.Input is not RunInput.Retried)
            {
                await runs.SendAsync(tenant, run, new InboxItem(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"missed/{record.Step}"), record.Input), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<bool> HasFailedAtAsync(StoredRun stored, string node, CancellationToken cancellationToken)
    {
        var graph = await dispatcher.GraphOfAsync(stored.Head, cancellationToken).ConfigureAwait(false);
        foreach (var token in stored.Marking.Tokens)
        {
            if (token.Wait is Wait.Held { Port: null } held && (held.Key == node || graph.Nodes[token.Node].Id == node))
            {
                return true;
            }
        }

        return false;
    }

    private static string IdOf(string word, StoredRun stored) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{word}/{stored.Steps}");
}
