using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>Decisions of AI automation; each tenant's have one lock.</summary>
internal sealed class DecisionTable
{
    private readonly ConcurrentDictionary<TenantId, TenantDecisions> _tenants = new();

    internal CommitResult Append(StoredDecision decision, string? supersedes) =>
        _tenants.GetOrAdd(decision.Tenant, static _ => new TenantDecisions()).Append(decision, supersedes);

    internal StoredDecision? FindCurrent(TenantId tenant, string conversationId, DecisionKind kind) => _tenants.GetValueOrDefault(tenant)?.FindCurrent(conversationId, kind);

    internal ImmutableArray<StoredDecision> List(TenantId tenant, DecisionFilter filter, Page page) => _tenants.GetValueOrDefault(tenant)?.List(filter, page) ?? [];

    internal ImmutableArray<StoredDecision> Current(TenantId tenant, DateTimeOffset from, DateTimeOffset until) => _tenants.GetValueOrDefault(tenant)?.Current(from, until) ?? [];

    private sealed class TenantDecisions
    {
        private readonly Lock _lock = new();
        private readonly SortedDictionary<string, StoredDecision> _byId = new(Comparer<string>.Create(static (one, other) => string.CompareOrdinal(other, one)));
        private readonly Dictionary<string, SortedSet<string>> _byConversation = new(StringComparer.Ordinal);
        private readonly Dictionary<(string Conversation, DecisionKind Kind), string> _current = [];

        internal CommitResult Append(StoredDecision decision, string? supersedes)
        {
            lock (_lock)
            {
                if (_byId.ContainsKey(decision.Id))
                {
                    return new(CommitStatus.AlreadyCommitted);
                }

                var key = (decision.ConversationId, decision.Kind);
                var standing = _current.GetValueOrDefault(key);
                if (standing != supersedes)
                {
                    return new(CommitStatus.Stale, standing);
                }

                if (standing is not null)
                {
                    _byId[standing] = _byId[standing] with { IsCurrent = false };
                }

                _byId[decision.Id] = decision with { IsCurrent = true };
                _current[key] = decision.Id;
                if (!_byConversation.TryGetValue(decision.ConversationId, out var ids))
                {
                    _byConversation[decision.ConversationId] = ids = new(_byId.Comparer);
                }

                ids.Add(decision.Id);
                return new(CommitStatus.Committed);
            }
        }

        internal StoredDecision? FindCurrent(string conversationId, DecisionKind kind)
        {
            lock (_lock)
            {
                return _current.TryGetValue((conversationId, kind), out var id) ? _byId[id] : null;
            }
        }

        internal ImmutableArray<StoredDecision> List(DecisionFilter filter, Page page)
        {
            lock (_lock)
            {
                var found = filter.ConversationId is null ? _byId.Values
                    : _byConversation.TryGetValue(filter.ConversationId, out var ids) ? ids.Select(id => _byId[id])
                    : [];
                return [.. found
                    .Where(decision => (page.After is null || string.CompareOrdinal(decision.Id, page.After) < 0) && (filter.Kind is null || decision.Kind == filter.Kind))
                    .Take(page.Limit)];
            }
        }

        internal ImmutableArray<StoredDecision> Current(DateTimeOffset from, DateTimeOffset until)
        {
            lock (_lock)
            {
                return [.. _current.Values.Select(id => _byId[id])
                    .Where(decision => decision.DecidedAt >= from && decision.DecidedAt < until)
                    .OrderBy(static decision => decision.DecidedAt).ThenBy(static decision => decision.Id, StringComparer.Ordinal)];
            }
        }
    }
}
