using System.Collections.Concurrent;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <content>Many writers at once, each doing several things.</content>
public sealed partial class MessageStoreSuite
{
    /// <summary>When many send the same messages, claim and deliver them, every message is delivered once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ParallelWritersAgreeAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            const int messages = 40;
            var delivered = new ConcurrentBag<string>();
            await StoreCalls.RaceAsync(store, async (handle, racer) =>
            {
                for (var round = 0; round < messages / 4; round++)
                {
                    await handle.Messages.SendAsync([.. Enumerable.Range(0, 4).Select(at => Sample.Message($"m{((4 * round) + racer + at) % messages}"))], ct).ConfigureAwait(false);
                    await DeliverAsync(handle, $"w{racer}", 3).ConfigureAwait(false);
                }

                return true;
            }).ConfigureAwait(false);
            await DeliverAsync(store.First, "w", 1000).ConfigureAwait(false);

            Check.Equal(messages, delivered.Distinct().Count(), "Every message must be delivered.");
            Check.Equal(messages, delivered.Count, "No message must be delivered twice.");

            async Task DeliverAsync(StoreHandle handle, string worker, int limit)
            {
                foreach (var claim in await handle.Messages.ClaimAsync(Sample.Claim(worker, store, limit), ct).ConfigureAwait(false))
                {
                    delivered.Add(claim.Message.Id);
                    var delivery = new Delivery { Tenant = Sample.Tenant, MessageId = claim.Message.Id, Fence = claim.Fence, Outcome = DeliveryOutcome.Delivered };
                    await handle.Messages.CompleteAsync([delivery], ct).ConfigureAwait(false);
                }
            }
        },
        cancellationToken);
}
