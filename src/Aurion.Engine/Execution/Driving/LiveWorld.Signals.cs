using Aurion.Engine.Actions;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <content>What a run hears from outside before it goes on: events that came early, the conversation as it is now.</content>
internal sealed partial class LiveWorld
{
    private bool _looksBack;
    private bool _isFresh;
    private RunInput? _postponed;

    private async ValueTask LookBackAsync(Marking marking, CancellationToken cancellationToken)
    {
        _looksBack = false;
        if (await _parts.Events.LookBackAsync(_tenant, _run.Head.Run, marking, cancellationToken).ConfigureAwait(false))
        {
            Signal(new LiveSignal.Refresh());
        }
    }

    /// <summary>Reads the conversation before the run goes on after a wait, where its canvas reads it and it has changed; the input is taken next.</summary>
    /// <remarks>Not while a field action is being performed: its change would be there already, and be made on the run's copy once more.</remarks>
    private async ValueTask<RunInput?> RefreshedAsync(Marking marking, RunInput input, CancellationToken cancellationToken)
    {
        var isFromInbox = _consumes is not null;
        if (_isFresh || !_graph.ReadsConversation || _parts.Conversations is not { } conversations || marking.ConversationId is not { } id
            || input is RunInput.Cancelled || (input is RunInput.Completed && !isFromInbox) || marking.Status is RunStatus.Completed or RunStatus.Cancelled
            || Machine.PendingEffects(_graph, marking).Any(static effect => effect is Effect.Perform perform && FieldActions.IsFieldAction(perform.ActionType))
            || await conversations.FindAsync(_tenant, id, cancellationToken).ConfigureAwait(false) is not { } conversation
            || conversation.Fields.Equals(marking.Conversation))
        {
            return null;
        }

        // An item stays in the inbox and a timer stays due; what came from here is kept.
        _consumes = null;
        _postponed = isFromInbox || input is RunInput.Elapsed ? null : input;
        return new RunInput.Refreshed { At = _clock.Now, Conversation = conversation.Fields };
    }
}
