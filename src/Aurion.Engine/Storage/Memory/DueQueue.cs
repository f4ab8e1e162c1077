using System.Runtime.InteropServices;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>Items by the time they can be claimed, fairly across tenants.</summary>
/// <remarks>
/// An item's true time lives in the item. The queue only promises to hold it under that time or an earlier one, and looks at
/// the item when its turn comes: so a commit never searches a heap. The queue's lock is never held while an item's is taken.
/// </remarks>
internal sealed class DueQueue<T>
    where T : DueItem
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, PriorityQueue<T, Place>> _tenants = [];
    private long _sequence;

    internal WorkSignal Signal { get; } = new();

    internal void Schedule(TenantId tenant, T item, long at)
    {
        if (at == long.MaxValue)
        {
            return;
        }

        lock (_lock)
        {
            if (at >= item.QueuedAt)
            {
                return;
            }

            item.QueuedAt = at;
            ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(_tenants, tenant, out _);
            (queue ??= new(Place.Order)).Enqueue(item, new Place(at, _sequence++));
        }

        Signal.Set();
    }

    /// <summary>Offers due items, one of each tenant in turn, oldest first.</summary>
    /// <param name="request">How many.</param>
    /// <param name="now">The store's time.</param>
    /// <param name="take">Takes an item under its own lock; false leaves it.</param>
    internal void Take(ClaimRequest request, DateTimeOffset now, Func<T, bool> take)
    {
        var turns = DueTenants(now.UtcTicks);
        var offered = new List<(TenantId Tenant, T Item)>();
        var taken = 0;
        for (var round = 0; round < request.MaxPerTenant && turns.Count > 0 && taken < request.Limit; round++)
        {
            var left = new List<TenantId>(turns.Count);
            foreach (var tenant in turns)
            {
                if (taken == request.Limit)
                {
                    break;
                }

                while (TryPop(tenant, now.UtcTicks, out var item))
                {
                    offered.Add((tenant, item));
                    if (take(item))
                    {
                        taken++;
                        left.Add(tenant);
                        break;
                    }
                }
            }

            turns = left;
        }

        foreach (var (tenant, item) in offered)
        {
            long at;
            lock (item.Gate)
            {
                at = item.AvailableAt;
            }

            Schedule(tenant, item, at);
        }
    }

    internal ValueTask WaitAsync(TimeProvider time, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var next = Signal.Next();
        var earliest = long.MaxValue;
        lock (_lock)
        {
            foreach (var queue in _tenants.Values)
            {
                DropStale(queue);
                if (queue.TryPeek(out _, out var place))
                {
                    earliest = Math.Min(earliest, place.At);
                }
            }
        }

        DateTimeOffset? due = earliest == long.MaxValue ? null : new DateTimeOffset(earliest, TimeSpan.Zero);
        return WorkSignal.WaitAsync(next, time, due, atMost, cancellationToken);
    }

    private static void DropStale(PriorityQueue<T, Place> queue)
    {
        while (queue.TryPeek(out var item, out var place) && item.QueuedAt != place.At)
        {
            queue.Dequeue();
        }
    }

    private List<TenantId> DueTenants(long now)
    {
        var due = new List<(Place Place, TenantId Tenant)>();
        lock (_lock)
        {
            foreach (var (tenant, queue) in _tenants)
            {
                DropStale(queue);
                if (!queue.TryPeek(out _, out var place))
                {
                    _tenants.Remove(tenant); // allowed while enumerating
                }
                else if (place.At <= now)
                {
                    due.Add((place, tenant));
                }
            }
        }

        due.Sort(static (left, right) => Place.Order.Compare(left.Place, right.Place));
        return due.ConvertAll(static entry => entry.Tenant);
    }

    private bool TryPop(TenantId tenant, long now, out T item)
    {
        lock (_lock)
        {
            if (_tenants.TryGetValue(tenant, out var queue))
            {
                DropStale(queue);
                if (queue.TryPeek(out item!, out var place) && place.At <= now)
                {
                    queue.Dequeue();
                    item.QueuedAt = long.MaxValue;
                    return true;
                }
            }
        }

        item = null!;
        return false;
    }

    private readonly record struct Place(long At, long Sequence)
    {
        internal static Comparer<Place> Order { get; } = Comparer<Place>.Create(static (left, right) =>
            left.At != right.At ? left.At.CompareTo(right.At) : left.Sequence.CompareTo(right.Sequence));
    }
}
