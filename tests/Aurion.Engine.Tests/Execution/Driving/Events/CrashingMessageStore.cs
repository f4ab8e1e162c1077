using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>A message store seen by a process that may die at any call.</summary>
internal sealed class CrashingMessageStore(IMessageStore inner, CrashPoint crash) : IMessageStore
{
    public async ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken) =>
        await crash.CallAsync(async () =>
        {
            await inner.SendAsync(messages, cancellationToken);
            return true;
        });

    public ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        crash.CallAsync(() => inner.ClaimAsync(request, cancellationToken));

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => inner.WaitAsync(atMost, cancellationToken);

    public async ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken) =>
        await crash.CallAsync(async () =>
        {
            await inner.CompleteAsync(deliveries, cancellationToken);
            return true;
        });

    public ValueTask<ImmutableArray<Message>> ListDeadAsync(TenantId tenant, Page page, CancellationToken cancellationToken) =>
        inner.ListDeadAsync(tenant, page, cancellationToken);
}
