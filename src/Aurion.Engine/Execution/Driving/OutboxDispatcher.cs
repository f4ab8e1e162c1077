using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Delivers messages: at least once each, and once in effect, since the receiver knows the message's id.</summary>
internal sealed class OutboxDispatcher(
    IMessageStore messages,
    RunMessages runs,
    RunStarter starter,
    ApprovalNotifications notifications,
    EventDriver events,
    Admissions admissions,
    Pauses pauses,
    Schedules schedules,
    DriverSettings settings,
    TimeProvider time,
    ILogger<OutboxDispatcher> logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);

    /// <summary>Gets who takes messages beside the parts of the driver; null when nobody does.</summary>
    public IMessageReceiver? Receiver { get; init; }

    /// <summary>Claims due messages and delivers them.</summary>
    /// <returns>The number of messages.</returns>
    public async ValueTask<int> DeliverAsync(CancellationToken cancellationToken)
    {
        var request = new ClaimRequest { Worker = settings.Worker, Lease = settings.Lease };
        var claimed = await messages.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        if (claimed.IsEmpty)
        {
            return 0;
        }

        var deliveries = await Task.WhenAll(claimed.Select(message => DeliverAsync(message, cancellationToken))).ConfigureAwait(false);
        await messages.CompleteAsync([.. deliveries], cancellationToken).ConfigureAwait(false);
        return claimed.Length;
    }

    [SuppressMessage("Design", "CA1031", Justification = "A message that can't be delivered is tried again later and never takes others with it.")]
    private async Task<Delivery> DeliverAsync(ClaimedMessage claimed, CancellationToken cancellationToken)
    {
        try
        {
            if (claimed.Message.Kind == ApprovalMessage.Kind && await notifications.TellAsync(claimed.Message, cancellationToken).ConfigureAwait(false))
            {
                return RunMessages.DeliveryOf(claimed, DeliveryOutcome.Delivered);
            }

            if (claimed.Message.Kind == Admissions.LeaveKind && await admissions.DeliverAsync(claimed.Message, cancellationToken).ConfigureAwait(false))
            {
                return RunMessages.DeliveryOf(claimed, DeliveryOutcome.Delivered);
            }

            if (claimed.Message.Kind == Schedules.Kind)
            {
                return await schedules.DeliverAsync(claimed, starter.StartAsync, cancellationToken).ConfigureAwait(false);
            }

            if (claimed.Message.Kind == Pauses.ResumeKind)
            {
                return await pauses.DeliverAsync(claimed.Message, cancellationToken).ConfigureAwait(false)
                    ? RunMessages.DeliveryOf(claimed, DeliveryOutcome.Delivered)
                    : RunMessages.DeliveryOf(claimed, DeliveryOutcome.Later) with { RetryAt = time.GetUtcNow() + DelayAfter(claimed), Error = "It is paused." };
            }

            if (FollowUps.TryRead(claimed.Message, out var followUp))
            {
                await events.BeginAsync(followUp, cancellationToken).ConfigureAwait(false);
                return RunMessages.DeliveryOf(claimed, DeliveryOutcome.Delivered);
            }

            if (Receiver is not null && await Receiver.DeliverAsync(claimed, cancellationToken).ConfigureAwait(false) is { } received)
            {
                return received;
            }

            if (await runs.DeliverAsync(claimed, cancellationToken).ConfigureAwait(false) is not { } delivery)
            {
                return Dead(claimed, $"A message of kind '{claimed.Message.Kind}' with this body can't be read.");
            }

            if (delivery.Outcome is DeliveryOutcome.Dead)
            {
                logger.MessageDead(claimed.Message.Id, delivery.Error!);
            }

            return delivery;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.DeliveryFailed(exception, claimed.Message.Id, claimed.Attempt);
            return claimed.Attempt >= settings.MaxDeliveryAttempts
                ? Dead(claimed, $"Attempt {claimed.Attempt} ended with {exception.GetType().Name}.")
                : RunMessages.DeliveryOf(claimed, DeliveryOutcome.Later) with { RetryAt = time.GetUtcNow() + DelayAfter(claimed), Error = $"{exception.GetType().Name}" };
        }
    }

    /// <summary>Doubles from attempt to attempt up to a limit, and takes up to a quarter off by the message's id, so that messages that failed together do not come back together.</summary>
    private static TimeSpan DelayAfter(ClaimedMessage claimed)
    {
        var full = FirstDelay * Math.Pow(2, Math.Min(claimed.Attempt - 1, 20));
        var delay = full < MaxDelay ? full : MaxDelay;
        var hash = 2166136261u;
        foreach (var letter in claimed.Message.Id)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return delay * (1 - (hash % 1000 / 4000.0));
    }

    private Delivery Dead(ClaimedMessage claimed, string reason)
    {
        logger.MessageDead(claimed.Message.Id, reason);
        return RunMessages.Dead(claimed, reason);
    }
}
