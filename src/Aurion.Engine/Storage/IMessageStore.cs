using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Keeps messages until they are delivered: the outbox, delayed messages, schedules.</summary>
/// <remarks>Safe for concurrent use, also from other processes. A call that returned has made its effect durable.</remarks>
public interface IMessageStore
{
    /// <summary>Stores messages; a known id has no effect, also after its delivery.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when they are durable.</returns>
    ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken);

    /// <summary>Leases due messages to a worker, oldest due first and fairly across tenants.</summary>
    /// <param name="request">Who asks, and for how many.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The messages.</returns>
    ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>Waits until there may be a message to claim. May return for nothing, and later than a message came from another process.</summary>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is worth looking.</returns>
    ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Ends claims. One whose fence is old is ignored.</summary>
    /// <param name="deliveries">How each ended, with the messages that follow.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is durable.</returns>
    ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken);

    /// <summary>Lists messages that could not be delivered, by id.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="page">Which part.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The messages.</returns>
    ValueTask<ImmutableArray<Message>> ListDeadAsync(TenantId tenant, Page page, CancellationToken cancellationToken);
}
