using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>All events, the rules' log and its counters.</summary>
internal sealed class EventTable
{
    private readonly ConcurrentDictionary<(TenantId Tenant, string Id), EventEntry> _events = new();
    private readonly ConcurrentDictionary<TenantId, TenantLog> _logs = new();

    internal DueQueue<EventEntry> Queue { get; } = new();

    internal EventEntry? Find(TenantId tenant, string id) => _events.GetValueOrDefault((tenant, id));

    internal bool TryAdd(EventEntry entry) => _events.TryAdd((entry.Committed.Tenant, entry.Committed.EventId), entry);

    internal IEnumerable<EventEntry> OfTenant(TenantId tenant) =>
        _events.Where(pair => pair.Key.Tenant == tenant).Select(static pair => pair.Value);

    internal void Log(TenantId tenant, ImmutableArray<RuleLogEntry> entries)
    {
        if (entries.Length > 0)
        {
            _logs.GetOrAdd(tenant, static _ => new TenantLog()).Add(entries);
        }
    }

    internal ImmutableArray<RuleLogEntry> ListLog(TenantId tenant, int limit) =>
        _logs.TryGetValue(tenant, out var log) ? log.NewestFirst(limit) : [];

    internal ImmutableDictionary<string, RuleCounter> CountByRule(TenantId tenant) =>
        _logs.TryGetValue(tenant, out var log) ? log.Counters() : ImmutableDictionary<string, RuleCounter>.Empty;

    private sealed class TenantLog
    {
        private readonly Lock _lock = new();
        private readonly SortedDictionary<string, RuleLogEntry> _newestFirst =
            new(Comparer<string>.Create(static (left, right) => string.CompareOrdinal(right, left)));

        private readonly Dictionary<string, RuleCounter> _counters = new(StringComparer.Ordinal);

        internal void Add(ImmutableArray<RuleLogEntry> entries)
        {
            lock (_lock)
            {
                foreach (var entry in entries)
                {
                    if (_newestFirst.TryAdd(entry.Id, entry) && entry.IsMatch)
                    {
                        ref var counter = ref CollectionsMarshal.GetValueRefOrAddDefault(_counters, entry.RuleId, out var known);
                        counter = new RuleCounter(counter.Count + 1, known && counter.LastAt > entry.ExecutedAt ? counter.LastAt : entry.ExecutedAt);
                    }
                }
            }
        }

        internal ImmutableArray<RuleLogEntry> NewestFirst(int limit)
        {
            lock (_lock)
            {
                return [.. _newestFirst.Values.Take(limit)];
            }
        }

        internal ImmutableDictionary<string, RuleCounter> Counters()
        {
            lock (_lock)
            {
                return _counters.ToImmutableDictionary(StringComparer.Ordinal);
            }
        }
    }
}
