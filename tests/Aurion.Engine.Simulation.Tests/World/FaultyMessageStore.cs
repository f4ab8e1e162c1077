using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>A message store that delivers in any order and, at times, again what was delivered long ago; it may have the planted bug of its kind.</summary>
internal sealed class FaultyMessageStore(IMessageStore store, SimulatedWorld world) : IMessageStore
{
    public ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken) => store.SendAsync(messages, cancellationToken);

    public async ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var claimed = (await store.ClaimAsync(request, cancellationToken)).ToList();
        if (world.Bug is PlantedBug.LosesMessages)
        {
            foreach (var lost in claimed.Where(_ => world.Random.Next(10) == 0).ToArray())
            {
                claimed.Remove(lost);
                await store.CompleteAsync([new Delivery { Tenant = lost.Message.Tenant, MessageId = lost.Message.Id, Fence = lost.Fence, Outcome = DeliveryOutcome.Delivered }], cancellationToken);
            }
        }

        if (world.AreFaultsOn && world.Delivered.Count > 0 && world.Random.Next(10) == 0)
        {
            claimed.Add(world.Delivered[world.Random.Next(world.Delivered.Count)]);
        }

        world.Delivered.AddRange(claimed);
        ClaimedMessage[] mixed = [.. claimed];
        world.Random.Shuffle(mixed);
        return [.. mixed];
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => store.WaitAsync(atMost, cancellationToken);

    public ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken) => store.CompleteAsync(deliveries, cancellationToken);

    public ValueTask<ImmutableArray<Message>> ListDeadAsync(TenantId tenant, Page page, CancellationToken cancellationToken) => store.ListDeadAsync(tenant, page, cancellationToken);
}
