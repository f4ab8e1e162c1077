using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Takes the messages of a part of the engine that stands above the driver.</summary>
internal interface IMessageReceiver
{
    /// <summary>Delivers a message; what throws is tried again later.</summary>
    /// <returns>How it ended; null when it is none of this receiver's.</returns>
    ValueTask<Delivery?> DeliverAsync(ClaimedMessage claimed, CancellationToken cancellationToken);
}
