using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Messages that are sent, claimed, delivered, put off and given up; ends of claims come late and twice.</summary>
internal sealed class RandomMessages(StoreFixture store, int seed) : RandomSequence(store, seed)
{
    private readonly List<ClaimedMessage> _claims = [];
    private readonly DateTimeOffset _began = store.Now;

    private protected override Task ActAsync(int step, CancellationToken cancellationToken) => Next(9) switch
    {
        < 3 => SendAsync(cancellationToken),
        < 5 => ClaimAsync(step, cancellationToken),
        _ => CompleteAsync(cancellationToken),
    };

    private protected override async Task CompareAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in (TenantId[])[Sample.Tenant, Sample.OtherTenant])
        {
            var dead = await Model.Messages.ListDeadAsync(tenant, Page.First(50), cancellationToken).ConfigureAwait(false);
            Check.Equal(dead.Select(Check.Text), (await Handle.Messages.ListDeadAsync(tenant, Page.First(50), cancellationToken).ConfigureAwait(false)).Select(Check.Text), $"{Name}: the dead messages of {tenant}.");
        }

        await Store.PassAsync(30 * Store.Tick, cancellationToken).ConfigureAwait(false);
        await ClaimAsync(-1, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<Message> messages = [.. Enumerable.Range(0, 1 + Next(3)).Select(_ => AnyMessage())];
        await Model.Messages.SendAsync(messages, cancellationToken).ConfigureAwait(false);
        await Handle.Messages.SendAsync(messages, cancellationToken).ConfigureAwait(false);
    }

    private async Task ClaimAsync(int step, CancellationToken cancellationToken)
    {
        var request = Sample.Claim(AnyWorker(), Store) with { Lease = 2 * Store.Tick };
        var expected = await Model.Messages.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        var claimed = await Handle.Messages.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        Check.Equal(Texts(expected), Texts(claimed), $"{Name}, step {step}: what {request.Worker} claims.");
        _claims.AddRange(claimed);
    }

    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_claims.Count == 0)
        {
            return;
        }

        var claim = _claims[Chance(60) ? _claims.Count - 1 : Next(_claims.Count)];
        var delivery = new Delivery
        {
            Tenant = claim.Message.Tenant,
            MessageId = claim.Message.Id,
            Fence = claim.Fence,
            Outcome = Next(4) switch { 0 => DeliveryOutcome.Later, 1 => DeliveryOutcome.Dead, _ => DeliveryOutcome.Delivered },
            RetryAt = Chance(50) ? Store.Now + Store.Tick : null,
            Error = Chance(50) ? "no\0 such\ud800 luck" : null,
            Next = Chance(30) ? [AnyMessage()] : [],
        };
        await Model.Messages.CompleteAsync([delivery], cancellationToken).ConfigureAwait(false);
        await Handle.Messages.CompleteAsync([delivery], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An id says what the message is, as it does in the engine: some are due at once, some later.</summary>
    private Message AnyMessage()
    {
        var number = Next(10);
        return Sample.Message($"m{number}", AnyTenant(), number < 6 ? null : _began + (2 * number * Store.Tick));
    }

    private static IEnumerable<string> Texts(ImmutableArray<ClaimedMessage> messages) =>
        messages.Select(static message => $"{message.Attempt} {Check.Text(message.Message)}").Order(StringComparer.Ordinal);
}
