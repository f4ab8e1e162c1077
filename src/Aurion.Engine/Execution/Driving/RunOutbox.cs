using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Works out what a run's commit says to others, from what it records and where the run stands then. One place, so that no commit forgets it.</summary>
internal static class RunOutbox
{
    /// <summary>Adds the messages and subscriptions that belong to a commit.</summary>
    public static RunCommit Complete(RunCommit commit)
    {
        var subscriptions = SubscriptionsOf(commit.Marking);
        var messages = MessagesOf(commit);
        return subscriptions.IsEmpty && messages.IsEmpty ? commit : commit with { Subscriptions = subscriptions, Messages = commit.Messages.AddRange(messages) };
    }

    /// <summary>Lists what a run waits to hear of. A failed run goes on listening: what it hears is held until a person retries it.</summary>
    private static ImmutableArray<Subscription> SubscriptionsOf(Marking marking)
    {
        ImmutableArray<Subscription>.Builder? found = null;
        foreach (var token in marking.Tokens)
        {
            if (token.Wait is Wait.Event wait && new Subscription(wait.EventType, wait.Correlation) is var subscription && found?.Contains(subscription) != true)
            {
                (found ??= ImmutableArray.CreateBuilder<Subscription>()).Add(subscription);
            }
        }

        return found?.DrainToImmutable() ?? [];
    }

    private static ImmutableArray<Message> MessagesOf(RunCommit commit)
    {
        ImmutableArray<Message>.Builder? messages = null;
        foreach (var record in commit.Records)
        {
            for (var at = 0; at < record.Log.Entries; at++)
            {
                if (record.Log.WholeAt(at) is { } happened && MessageOf(commit.Marking, commit.Head, happened) is { } message)
                {
                    (messages ??= ImmutableArray.CreateBuilder<Message>()).Add(message);
                }
            }
        }

        return messages?.DrainToImmutable() ?? [];
    }

    private static Message? MessageOf(Marking marking, RunHead head, RunEvent happened) => happened switch
    {
        RunEvent.EventEmitted emitted => EmitMessage.Of(marking, emitted),
        RunEvent.ChildStarted started => StartMessage.Of(marking, started),
        RunEvent.ChildCancelled cancelled => ChildCancelMessage.Of(marking, cancelled),
        RunEvent.RunEnded ended when marking.Parent is { } parent => ChildEndMessage.Of(head.Tenant, head.Run, parent, ended.Status, ended.Output, ended.Error),
        _ => null,
    };
}
