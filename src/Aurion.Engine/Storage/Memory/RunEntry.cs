using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>A run: its own lock, references to what the commits brought, nothing copied.</summary>
internal sealed class RunEntry(TenantId tenant, RunId run) : DueItem
{
    private RunRecord[] _records = [];
    private int _recorded;
    private Dictionary<string, RunValue>? _values;
    private List<InboxItem>? _inbox;
    private HashSet<string>? _known;
    private Guid _first;
    private Guid _latest;
    private string? _worker;
    private long _leasedUntil;
    private long _wokenAt;
    private long _revision;
    private long _steps;
    private int _claims;

    internal TenantId Tenant { get; } = tenant;

    internal RunId Run { get; } = run;

    internal RunHead Head { get; private set; } = null!; // set before the entry can be found

    internal Marking Marking { get; private set; } = null!;

    internal ImmutableArray<Subscription> Subscriptions { get; private set; } = [];

    /// <summary>Gets the entry of another tenant that chose the same run id; null as a rule.</summary>
    internal RunEntry? Sibling { get; init; }

    internal override long AvailableAt
    {
        get
        {
            var woken = _inbox is { Count: > 0 } ? _wokenAt : long.MaxValue;
            var due = Head.Status switch
            {
                RunStatus.Completed or RunStatus.Cancelled => long.MaxValue,
                RunStatus.Paused or RunStatus.Failed => woken,
                _ => Math.Min(woken, Head.DueAt?.UtcTicks ?? long.MaxValue),
            };
            return due == long.MaxValue || _worker is null ? due : Math.Max(due, _leasedUntil);
        }
    }

    /// <summary>Gets the answer to a commit, before anything is written.</summary>
    internal CommitStatus Judge(RunCommit commit)
    {
        if (commit.CommitId == _latest || commit.CommitId == _first)
        {
            return CommitStatus.AlreadyCommitted;
        }

        return commit.ExpectedRevision == _revision ? CommitStatus.Committed : CommitStatus.Stale;
    }

    internal void CheckSteps(RunCommit commit)
    {
        if (!commit.Records.IsDefaultOrEmpty && commit.Records[0].Step != _steps + 1)
        {
            throw new ArgumentException($"Run {Run} has {_steps} records, so the next is not {commit.Records[0].Step}.", nameof(commit));
        }
    }

    internal void Write(RunCommit commit, DateTimeOffset now)
    {
        _first = _revision == 0 ? commit.CommitId : _first;
        _latest = commit.CommitId;
        _revision++;
        _claims = 0;
        Head = commit.Head;
        Marking = commit.Marking;
        Subscriptions = commit.Subscriptions;
        if (commit.Records.Length > 0)
        {
            AddRecords(commit.Records);
            _steps = commit.Records[^1].Step;
        }

        foreach (var value in commit.Values)
        {
            (_values ??= new(StringComparer.Ordinal)).TryAdd(value.Name, value);
        }

        foreach (var id in commit.Consumed)
        {
            _inbox?.RemoveAll(item => item.Id == id);
        }

        if (commit.KeepLeaseFor is null)
        {
            Marking.Forget(); // a document that was parsed takes more room than its text
        }

        _worker = commit.KeepLeaseFor;
        _leasedUntil = commit.KeepLeaseFor is null ? 0 : (now + commit.Lease).UtcTicks;
    }

    internal bool Put(InboxItem item, DateTimeOffset now)
    {
        if (!(_known ??= new(StringComparer.Ordinal)).Add(item.Id))
        {
            return false;
        }

        _inbox ??= [];
        if (_inbox.Count == 0)
        {
            _wokenAt = now.UtcTicks;
        }

        _inbox.Add(item);
        return true;
    }

    internal StoredRun? TryClaim(ClaimRequest request, DateTimeOffset now)
    {
        if (AvailableAt > now.UtcTicks || Head.Format > request.MaxFormat)
        {
            return null;
        }

        _worker = request.Worker;
        _leasedUntil = (now + request.Lease).UtcTicks;
        _revision++;
        _claims++;
        return ToStored();
    }

    internal LeaseState Renew(string worker, TimeSpan lease, DateTimeOffset now)
    {
        if (_worker != worker)
        {
            return LeaseState.Lost;
        }

        _leasedUntil = (now + lease).UtcTicks;
        return _inbox?.Exists(static item => item.Input is RunInput.Cancelled) == true ? LeaseState.CancelAsked : LeaseState.Held;
    }

    internal bool Release(string worker)
    {
        if (_worker != worker)
        {
            return false;
        }

        _worker = null;
        return true;
    }

    internal StoredRun ToStored() => new()
    {
        Head = Head,
        Marking = Marking,
        Revision = _revision,
        Steps = _steps,
        Claims = _claims,
        Inbox = _inbox is null ? [] : [.. _inbox],
    };

    internal ImmutableArray<RunValue> ReadValues(ImmutableArray<string> names) =>
        _values is null ? [] : [.. names.Where(_values.ContainsKey).Select(name => _values[name])];

    internal List<RunRecord> ReadRecords(long fromStep)
    {
        var records = new List<RunRecord>();
        for (var at = 0; at < _recorded; at++)
        {
            if (_records[at].Step >= fromStep)
            {
                records.Add(_records[at]);
            }
        }

        return records;
    }

    // Most runs are short, and there are many: room grows from exactly what the first commits bring.
    private void AddRecords(ImmutableArray<RunRecord> records)
    {
        var count = _recorded + records.Length;
        if (count > _records.Length)
        {
            Array.Resize(ref _records, Math.Max(count, _recorded + (_recorded / 2)));
        }

        records.CopyTo(_records, _recorded);
        _recorded = count;
    }
}
