using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>Messages by id; an id stays known for ever.</summary>
internal sealed class MessageTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TenantId Tenant, string Id), Entry> _entries = [];
    private readonly Dictionary<TenantId, SortedDictionary<string, Message>> _dead = [];
    private readonly DueQueue<Entry> _queue = new();

    internal void Add(ImmutableArray<Message> messages, DateTimeOffset now)
    {
        if (messages.IsDefaultOrEmpty)
        {
            return;
        }

        foreach (var message in messages)
        {
            var entry = new Entry(message, (message.DueAt ?? now).UtcTicks);
            bool added;
            lock (_lock)
            {
                added = _entries.TryAdd((message.Tenant, message.Id), entry);
            }

            if (added)
            {
                _queue.Schedule(message.Tenant, entry, entry.Available);
            }
        }
    }

    internal ImmutableArray<ClaimedMessage> Claim(ClaimRequest request, DateTimeOffset now)
    {
        var claimed = ImmutableArray.CreateBuilder<ClaimedMessage>();
        _queue.Take(request, now, entry =>
        {
            lock (entry.Gate)
            {
                if (entry.Message is not { } message || entry.Available > now.UtcTicks)
                {
                    return false;
                }

                entry.Available = (now + request.Lease).UtcTicks;
                entry.Attempt++;
                entry.IsIdle = false;
                claimed.Add(new ClaimedMessage(message, entry.Attempt, entry.Attempt));
                return true;
            }
        });
        return claimed.DrainToImmutable();
    }

    internal void Complete(Delivery delivery, DateTimeOffset now)
    {
        Entry? entry;
        lock (_lock)
        {
            _entries.TryGetValue((delivery.Tenant, delivery.MessageId), out entry);
        }

        if (entry is null)
        {
            return;
        }

        lock (entry.Gate)
        {
            if (entry.Message is not { } message || entry.Attempt != delivery.Fence || entry.Available == long.MaxValue || entry.IsIdle)
            {
                return;
            }

            switch (delivery.Outcome)
            {
                case DeliveryOutcome.Later:
                    entry.Available = (delivery.RetryAt ?? now).UtcTicks;
                    entry.IsIdle = true;
                    break;
                case DeliveryOutcome.Dead:
                    entry.Available = long.MaxValue;
                    Bury(message);
                    break;
                default:
                    entry.Available = long.MaxValue;
                    entry.Message = null;
                    break;
            }
        }

        _queue.Schedule(delivery.Tenant, entry, entry.AvailableAt);
        Add(delivery.Next, now);
    }

    internal ImmutableArray<Message> ListDead(TenantId tenant, Page page)
    {
        lock (_lock)
        {
            return _dead.TryGetValue(tenant, out var dead)
                ? [.. dead.Where(pair => page.After is null || string.CompareOrdinal(pair.Key, page.After) > 0).Take(page.Limit).Select(pair => pair.Value)]
                : [];
        }
    }

    internal ValueTask WaitAsync(TimeProvider time, TimeSpan atMost, CancellationToken cancellationToken) =>
        _queue.WaitAsync(time, atMost, cancellationToken);

    private void Bury(Message message)
    {
        lock (_lock)
        {
            if (!_dead.TryGetValue(message.Tenant, out var dead))
            {
                _dead[message.Tenant] = dead = new(StringComparer.Ordinal);
            }

            dead[message.Id] = message;
        }
    }

    private sealed class Entry(Message message, long available) : DueItem
    {
        internal Message? Message = message; // null once delivered
        internal long Available = available;
        internal int Attempt;
        internal bool IsIdle; // given back; nobody may complete it before the next claim

        internal override long AvailableAt => Available;
    }
}
