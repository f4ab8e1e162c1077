using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>Approval requests; each is guarded by the lock of its run.</summary>
internal sealed class ApprovalTable
{
    private readonly ConcurrentDictionary<(TenantId Tenant, ApprovalId Id), ApprovalEntry> _entries = new();
    private readonly Lock _pendingLock = new();
    private readonly Dictionary<TenantId, SortedDictionary<string, Approval>> _pending = [];

    internal ApprovalEntry? Find(TenantId tenant, ApprovalId id) => _entries.GetValueOrDefault((tenant, id));

    /// <summary>Does what a run's commit says; the caller holds the run's lock.</summary>
    internal void OpenOrClose(Approval approval, RunEntry run)
    {
        if (_entries.TryGetValue((run.Tenant, approval.Id), out var entry))
        {
            if (entry.Approval.Status is ApprovalStatus.Pending && approval.Status is not ApprovalStatus.Pending)
            {
                Write(entry, entry.Approval with { Status = approval.Status, DecidedAt = approval.DecidedAt });
            }

            return;
        }

        entry = new ApprovalEntry(run);
        Write(entry, approval);
        _entries[(run.Tenant, approval.Id)] = entry;
    }

    /// <summary>Writes the request; the caller holds the run's lock.</summary>
    internal void Write(ApprovalEntry entry, Approval approval)
    {
        entry.Approval = approval;
        entry.Revision++;
        lock (_pendingLock)
        {
            if (!_pending.TryGetValue(entry.Run.Tenant, out var pending))
            {
                _pending[entry.Run.Tenant] = pending = new(StringComparer.Ordinal);
            }

            if (approval.Status is ApprovalStatus.Pending)
            {
                pending[approval.Id.Value] = approval;
            }
            else
            {
                pending.Remove(approval.Id.Value);
            }
        }
    }

    internal ImmutableArray<Approval> ListPending(TenantId tenant, ApproverSet approvers, Page page)
    {
        lock (_pendingLock)
        {
            return _pending.TryGetValue(tenant, out var pending)
                ? [.. pending
                    .Where(pair => page.After is null || string.CompareOrdinal(pair.Key, page.After) > 0)
                    .Select(static pair => pair.Value)
                    .Where(approval => approval.ListApprovers().Any(approvers.Entries.Contains))
                    .Take(page.Limit)]
                : [];
        }
    }

    internal sealed class ApprovalEntry(RunEntry run)
    {
        internal RunEntry Run { get; } = run;

        internal Approval Approval { get; set; } = null!; // written before the entry can be found

        internal long Revision { get; set; }
    }
}
