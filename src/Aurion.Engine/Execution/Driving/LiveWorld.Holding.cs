using Aurion.Engine.Actions;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <content>Runs that must rest, effects that must be held back, decisions on runs that nobody drives.</content>
internal sealed partial class LiveWorld
{
    private readonly HashSet<EffectKey> _begun = [];
    private bool _isVisit;

    /// <summary>Makes one decision stand for a run that nobody drives, and leaves the run to the queue.</summary>
    /// <param name="item">The inbox item that was decided on.</param>
    /// <param name="transition">What was decided.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when somebody else was faster.</returns>
    public ValueTask<bool> VisitAsync(InboxItem item, Transition transition, CancellationToken cancellationToken)
    {
        _isVisit = true;
        _consumes = item.Id;
        return CommitAsync(item.Input, transition, cancellationToken);
    }

    /// <summary>Tells whether the run's workflow or tenant is paused and the run does not know; who is to be cancelled is cancelled all the same.</summary>
    private async ValueTask<bool> MustRestAsync(Marking marking, CancellationToken cancellationToken) =>
        !marking.IsFinished
        && !marking.PausedBy.HasFlag(PauseCauses.Workflow)
        && await _parts.Pauses.CoversAsync(_tenant, _run.Head.WorkflowId, cancellationToken).ConfigureAwait(false)
        && !_run.Inbox.Any(static item => item.Input is RunInput.Cancelled);

    /// <summary>Holds back an effect that may happen at most once: until it is recorded that it begins, and for good when another worker may have performed it.</summary>
    private bool MustBeginOrIsUnknown(Effect effect, EffectKey key)
    {
        if (effect is not Effect.Perform perform || _begun.Remove(key) || _parts.Performer.GuaranteeOf(perform) is not ActionGuarantee.AtMostOnce)
        {
            return false;
        }

        _results.Enqueue(perform.IsBegun
            ? new RunInput.Completed
            {
                At = _clock.Now,
                Key = key.Key,
                Attempt = key.Attempt,
                Status = ActionStatus.Unknown,
                Error = "It is not known whether the action was done: its worker ended in the middle of it, and it may be done at most once.",
            }
            : new RunInput.Began { At = _clock.Now, Key = key.Key, Attempt = key.Attempt });
        return true;
    }
}
