using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

internal sealed class MemoryMessageStore(MemoryData data) : IMessageStore
{
    public ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        data.Messages.Add(messages, data.Now);
        return default;
    }

    public ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Messages.Claim(request, data.Now));
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        data.Messages.WaitAsync(data.Time, atMost, cancellationToken);

    public ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var delivery in deliveries)
        {
            data.Messages.Complete(delivery, data.Now);
        }

        return default;
    }

    public ValueTask<ImmutableArray<Message>> ListDeadAsync(TenantId tenant, Page page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(data.Messages.ListDead(tenant, page));
    }
}
