namespace Aurion.Engine.Storage.Memory;

/// <summary>An event: its own lock, and the latest commit of it by reference.</summary>
internal sealed class EventEntry : DueItem
{
    private Guid _first;
    private Guid _latest;
    private long _leasedUntil;
    private int _claims;

    internal EventCommit Committed { get; private set; } = null!; // written before the entry can be found

    internal long Revision { get; private set; }

    internal override long AvailableAt =>
        Committed.Stage is EventStage.Finished ? long.MaxValue : Math.Max(Committed.AcceptedAt.UtcTicks, _leasedUntil);

    internal CommitStatus Judge(EventCommit commit)
    {
        if (commit.CommitId == _first || commit.CommitId == _latest)
        {
            return CommitStatus.AlreadyCommitted;
        }

        return commit.ExpectedRevision == Revision ? CommitStatus.Committed
            : commit.ExpectedRevision == 0 ? CommitStatus.Duplicate
            : CommitStatus.Stale;
    }

    internal void Write(EventCommit commit, DateTimeOffset now)
    {
        _first = Revision == 0 ? commit.CommitId : _first;
        _latest = commit.CommitId;
        _leasedUntil = commit.KeepLeaseFor is null ? 0 : (now + commit.Lease).UtcTicks;
        _claims = 0;
        Committed = commit;
        Revision++;
    }

    internal StoredEvent? TryClaim(ClaimRequest request, DateTimeOffset now)
    {
        if (AvailableAt > now.UtcTicks)
        {
            return null;
        }

        _leasedUntil = (now + request.Lease).UtcTicks;
        _claims++;
        Revision++;
        return ToStored();
    }

    internal StoredEvent ToStored() => new()
    {
        Event = Committed.Event,
        EventId = Committed.EventId,
        Revision = Revision,
        AcceptedAt = Committed.AcceptedAt,
        Stage = Committed.Stage,
        Patch = Committed.Patch,
        Verdicts = Committed.Verdicts,
        Actions = Committed.Actions,
        Plan = Committed.Plan,
        Claims = _claims,
    };
}
