using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>All runs, and the lists by tenant.</summary>
internal sealed class RunTable
{
    private readonly ConcurrentDictionary<RunId, RunEntry> _runs = new();
    private readonly ConcurrentDictionary<TenantId, TenantRuns> _tenants = new();
    private readonly Lock _subscriptionsLock = new();
    private readonly Dictionary<(TenantId Tenant, Subscription Subscription), HashSet<RunEntry>> _subscriptions = [];

    internal DueQueue<RunEntry> Queue { get; } = new();

    internal RunEntry? Find(TenantId tenant, RunId run)
    {
        var entry = First(run);
        while (entry is not null && entry.Tenant != tenant)
        {
            entry = entry.Sibling;
        }

        return entry;
    }

    /// <summary>Gets the entries of that run id: one, or one for each tenant that chose it.</summary>
    internal RunEntry? First(RunId run) => _runs.GetValueOrDefault(run);

    /// <summary>Makes the entry that <see cref="TryAdd"/> will take if nobody is faster.</summary>
    internal RunEntry Prepare(TenantId tenant, RunId run) => new(tenant, run) { Sibling = First(run) };

    internal bool TryAdd(RunEntry entry)
    {
        var added = entry.Sibling is null ? _runs.TryAdd(entry.Run, entry) : _runs.TryUpdate(entry.Run, entry, entry.Sibling);
        if (added)
        {
            _tenants.GetOrAdd(entry.Tenant, static _ => new TenantRuns()).Add(entry);
        }

        return added;
    }

    internal List<RunEntry> NewestFirst(TenantId tenant) =>
        _tenants.TryGetValue(tenant, out var runs) ? runs.NewestFirst() : [];

    internal ImmutableDictionary<string, WorkflowCounter> CountByWorkflow(TenantId tenant) =>
        _tenants.TryGetValue(tenant, out var runs) ? runs.Counters() : ImmutableDictionary<string, WorkflowCounter>.Empty;

    internal void Subscribe(RunEntry entry, ImmutableArray<Subscription> before, ImmutableArray<Subscription> after)
    {
        if (before.IsEmpty && after.IsEmpty)
        {
            return;
        }

        lock (_subscriptionsLock)
        {
            foreach (var subscription in before)
            {
                if (_subscriptions.TryGetValue((entry.Tenant, subscription), out var runs) && runs.Remove(entry) && runs.Count == 0)
                {
                    _subscriptions.Remove((entry.Tenant, subscription));
                }
            }

            foreach (var subscription in after)
            {
                ref var runs = ref CollectionsMarshal.GetValueRefOrAddDefault(_subscriptions, (entry.Tenant, subscription), out _);
                (runs ??= []).Add(entry);
            }
        }
    }

    internal List<RunId> Subscribed(TenantId tenant, Subscription subscription)
    {
        lock (_subscriptionsLock)
        {
            return _subscriptions.TryGetValue((tenant, subscription), out var runs) ? [.. runs.Select(static entry => entry.Run)] : [];
        }
    }

    private sealed class TenantRuns
    {
        private readonly Lock _lock = new();
        private readonly List<RunEntry> _byId = []; // ids sort by creation: nearly every insertion is at the end
        private readonly Dictionary<string, WorkflowCounter> _counters = new(StringComparer.Ordinal);

        internal void Add(RunEntry entry)
        {
            lock (_lock)
            {
                var at = _byId.Count;
                while (at > 0 && string.CompareOrdinal(_byId[at - 1].Run.Value, entry.Run.Value) > 0)
                {
                    at--;
                }

                _byId.Insert(at, entry);
                ref var counter = ref CollectionsMarshal.GetValueRefOrAddDefault(_counters, entry.Head.WorkflowId, out var known);
                var startedAt = entry.Head.StartedAt;
                counter = new WorkflowCounter(counter.Count + 1, known && counter.LastAt > startedAt ? counter.LastAt : startedAt);
            }
        }

        internal List<RunEntry> NewestFirst()
        {
            lock (_lock)
            {
                var runs = new List<RunEntry>(_byId);
                runs.Reverse();
                return runs;
            }
        }

        internal ImmutableDictionary<string, WorkflowCounter> Counters()
        {
            lock (_lock)
            {
                return _counters.ToImmutableDictionary(StringComparer.Ordinal);
            }
        }
    }
}
