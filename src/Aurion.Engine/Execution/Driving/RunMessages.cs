using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Delivers what runs and events say to runs: signals, emitted events, calls of workflows and their ends.</summary>
internal sealed class RunMessages(
    IRunStore runs, EarlyEvents events, EventDriver driver, RunStarter starter, RunCanceller canceller, RunDispatcher dispatcher)
{
    private const string NobodyWaits = "The step that called the run does not wait for it any more.";

    /// <summary>Delivers a message.</summary>
    /// <returns>How it ended; null when it can't be read.</returns>
    public async ValueTask<Delivery?> DeliverAsync(ClaimedMessage claimed, CancellationToken cancellationToken)
    {
        var message = claimed.Message;
        switch (message.Kind)
        {
            case StartMessage.Kind when StartMessage.TryRead(message, out var request):
                return await StartAsync(claimed, request, cancellationToken).ConfigureAwait(false);
            case SignalMessage.Kind when message.Body.Element.Text("event_id") is { } eventId:
                foreach (var run in await events.SignalAsync(message.Tenant, eventId, cancellationToken).ConfigureAwait(false))
                {
                    dispatcher.Refresh(run);
                }

                return Delivered(claimed);
            case EmitMessage.Kind when EmitMessage.TryRead(message, out var automationEvent):
                await driver.FireAsync(automationEvent, options: null, cancellationToken).ConfigureAwait(false);
                return Delivered(claimed);
            case FireMessage.Kind when FireMessage.TryRead(message, out var fired):
                await driver.FireAsync(fired, options: null, cancellationToken).ConfigureAwait(false);
                return Delivered(claimed);
            case ChildEndMessage.Kind when ChildEndMessage.TryRead(message, out var parent, out var ended):
                await runs.SendAsync(message.Tenant, parent, new InboxItem($"child/{ended.Child}", ended), cancellationToken).ConfigureAwait(false);
                dispatcher.Refresh(parent);
                return Delivered(claimed);
            case ChildCancelMessage.Kind when ChildCancelMessage.TryRead(message, out var child):
                // One that is unknown was not started yet; whoever starts it looks whether it is still waited for.
                await canceller.CancelAsync(message.Tenant, child, by: null, NobodyWaits, cancellationToken).ConfigureAwait(false);
                return Delivered(claimed);
            default:
                return null;
        }
    }

    /// <summary>Ends a message that can't be delivered; a step that waits for the run it should have started is told.</summary>
    public static Delivery Dead(ClaimedMessage claimed, string reason)
    {
        var delivery = DeliveryOf(claimed, DeliveryOutcome.Dead) with { Error = reason };
        return claimed.Message.Kind is StartMessage.Kind && StartMessage.TryRead(claimed.Message, out var request) ? delivery with { Next = Refusal(request, reason) } : delivery;
    }

    public static Delivery DeliveryOf(ClaimedMessage claimed, DeliveryOutcome outcome) => new()
    {
        Tenant = claimed.Message.Tenant,
        MessageId = claimed.Message.Id,
        Fence = claimed.Fence,
        Outcome = outcome,
    };

    private static Delivery Delivered(ClaimedMessage claimed) => DeliveryOf(claimed, DeliveryOutcome.Delivered);

    private static ImmutableArray<Message> Refusal(StartRun request, string reason) =>
        request is { Parent: { } parent, Run: { } run } ? [ChildEndMessage.Of(request.Tenant, run, parent, RunStatus.Failed, output: null, reason)] : [];

    private async ValueTask<Delivery> StartAsync(ClaimedMessage claimed, StartRun request, CancellationToken cancellationToken)
    {
        if (!await IsAwaitedAsync(request, cancellationToken).ConfigureAwait(false))
        {
            return Delivered(claimed);
        }

        var result = await starter.StartAsync(request, cancellationToken).ConfigureAwait(false);
        var refusal = result.Status switch
        {
            StartStatus.Started or StartStatus.AlreadyStarted => null,
            StartStatus.Skipped when request.Parent is null => null,
            StartStatus.Skipped => $"Workflow {request.WorkflowId} has as many runs as it may have at once.",
            StartStatus.Paused => $"Workflow {request.WorkflowId} was paused when it should have started.",
            StartStatus.NotPublished => request.Version is { } version
                ? $"Workflow {request.WorkflowId} is not published, or has no version {version}."
                : $"Workflow {request.WorkflowId} is not published.",
            StartStatus.UnknownConversation => $"Conversation {request.ConversationId} is unknown.",
            _ => $"Workflow {request.WorkflowId} is unknown.",
        };
        if (refusal is not null)
        {
            // A step that waits deals with it; without one the message stays to be looked at.
            return request.Parent is null ? Dead(claimed, refusal) : Delivered(claimed) with { Next = Refusal(request, refusal) };
        }

        // The caller may have ended in between, and the word to end this run may have come before there was one.
        if (request.Run is { } child && !await IsAwaitedAsync(request, cancellationToken).ConfigureAwait(false))
        {
            await canceller.CancelAsync(request.Tenant, child, by: null, NobodyWaits, cancellationToken).ConfigureAwait(false);
        }

        return Delivered(claimed);
    }

    /// <summary>Whether the step that called the run still waits; true for a run that no step waits for in any case.</summary>
    private async ValueTask<bool> IsAwaitedAsync(StartRun request, CancellationToken cancellationToken) =>
        request.Parent is not { } parent
        || (await runs.LoadAsync(request.Tenant, parent.Run, cancellationToken).ConfigureAwait(false) is { } caller
            && caller.Marking.Tokens.Any(token => token.Wait is Wait.Child wait && wait.Run == request.Run));
}
