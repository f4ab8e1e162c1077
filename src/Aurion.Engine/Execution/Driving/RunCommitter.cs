using Aurion.Engine.Diagnostics;
using Aurion.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Sends a run's commit, again under the same id while its outcome is unknown.</summary>
internal sealed class RunCommitter(IRunStore runs, DriverSettings settings, TimeProvider time, ILogger<RunCommitter> logger)
{
    /// <summary>Commits.</summary>
    /// <returns>The store's answer. The store's exception passes on once the attempts are used up: the outcome is unknown then.</returns>
    public async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        commit = RunOutbox.Complete(WithMessages(commit));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await runs.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0];
            }
            catch (Exception exception) when (exception is not OperationCanceledException && attempt < settings.CommitAttempts)
            {
                logger.CommitOutcomeUnknown(exception, commit.Run, attempt);
            }

            if (settings.CommitRetryDelay > TimeSpan.Zero)
            {
                await Task.Delay(settings.CommitRetryDelay * (1 << (attempt - 1)), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whatever path a decision takes: a run that ends gives its place up, one that its workflow pauses is told when it may go on, in the same commit.</summary>
    private static RunCommit WithMessages(RunCommit commit)
    {
        var messages = commit.Messages;
        foreach (var record in commit.Records)
        {
            if (Pauses.MessageFor(commit, record) is { } resume)
            {
                messages = messages.Add(resume);
            }
        }

        if (commit.Marking.Admission is { } place && commit.Records.Any(static record => record.Log.HasEnd))
        {
            messages = messages.Add(Admissions.LeaveMessage(commit.Tenant, commit.Run, place));
        }

        return messages == commit.Messages ? commit : commit with { Messages = messages };
    }
}
