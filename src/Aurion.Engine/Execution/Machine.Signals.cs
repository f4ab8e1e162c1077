using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Execution.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <content>What reaches a run from outside while it waits: events, the ends of runs that it called, the conversation as it is now.</content>
internal static partial class Machine
{
    // Only what waited when the event came, and only by its payload then: a wait that begins now is not its business.
    private static bool Receive<TChoice>(Turn turn, RunInput.Received received, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        List<string>? taken = null;
        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            turn.Scope = turn.Token(slot).Scope;
            if (turn.Token(slot).Wait is Wait.Event wait && IsMeant(turn, turn.Token(slot).Node, wait, received, ref choice))
            {
                (taken ??= []).Add(wait.Key);
            }
        }

        foreach (var key in taken ?? [])
        {
            // One that was ended by another of the same event's doings is gone.
            if (turn.FindWaiting(key) is var slot and >= 0)
            {
                Resume(turn, slot, WaitEventNode.Resume(received), ref choice);
            }
        }

        return taken is not null;
    }

    private static bool IsMeant<TChoice>(Turn turn, int node, Wait.Event wait, RunInput.Received received, ref TChoice choice)
        where TChoice : struct, IChoice =>
        wait.EventType == received.EventType
        && (wait.Correlation == received.ConversationId || wait.Correlation == received.Correlation)
        && (((WaitEventSettings)turn.Graph.Settings[node]).Condition is null
            || choice.Judge(turn.Graph, node, 0, new EventFields(turn, received.Payload), turn.Now) is Truth.True);

    private static bool EndChild<TChoice>(Turn turn, RunInput.ChildEnded ended, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var slot = turn.FindWaiting(ended.Key);
        if (slot < 0 || turn.Token(slot).Wait is not Wait.Child wait || wait.Run != ended.Child)
        {
            return false;
        }

        Resume(turn, slot, SubWorkflowNode.Resume(turn, slot, ended), ref choice);
        return true;
    }

    private static bool Refresh(Turn turn, RunInput.Refreshed refreshed)
    {
        if (turn.Status is RunStatus.Pending or RunStatus.Completed or RunStatus.Cancelled || refreshed.Conversation.Equals(turn.Conversation))
        {
            return false;
        }

        turn.SetFields(turn.Payload, refreshed.Conversation);
        turn.Add(new RunEvent.ConversationRefreshed());
        return true;
    }
}
