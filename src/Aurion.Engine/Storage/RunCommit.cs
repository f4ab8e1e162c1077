using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>The progress of one run: stored whole or refused whole.</summary>
public sealed record RunCommit
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Gets the commit's id: sent again after an unknown outcome, it answers <see cref="CommitStatus.AlreadyCommitted"/>.</summary>
    /// <remarks>A store remembers the ids of the start and of the latest commit; one in between may answer <see cref="CommitStatus.Stale"/>.</remarks>
    public required Guid CommitId { get; init; }

    /// <summary>Gets the revision that the commit builds on; 0 starts the run. A commit and a claim raise it by one, a heartbeat does not.</summary>
    public required long ExpectedRevision { get; init; }

    /// <summary>Gets the head after the commit.</summary>
    public required RunHead Head { get; init; }

    /// <summary>Gets the marking after the commit.</summary>
    public required Marking Marking { get; init; }

    /// <summary>Gets the decisions since the last commit; the first continues from <see cref="StoredRun.Steps"/>, without gaps.</summary>
    public ImmutableArray<RunRecord> Records { get; init; } = [];

    /// <summary>Gets values of over 4 KB, written once; the marking holds name, length and hash.</summary>
    public ImmutableArray<RunValue> Values { get; init; } = [];

    /// <summary>Gets the ids of the inbox items that the commit consumes.</summary>
    public ImmutableArray<string> Consumed { get; init; } = [];

    /// <summary>Gets the approval requests that the commit opens or closes; one that is decided stays decided.</summary>
    /// <remarks>An unknown one is opened. One that is pending in the store and not here gets status and time from here and keeps its votes.</remarks>
    public ImmutableArray<Approval> Approvals { get; init; } = [];

    /// <summary>Gets everything that the run waits to hear of after the commit; it replaces what was there.</summary>
    public ImmutableArray<Subscription> Subscriptions { get; init; } = [];

    /// <summary>Gets what the commit says to others.</summary>
    public ImmutableArray<Message> Messages { get; init; } = [];

    /// <summary>Gets the key that only one start may take; null lets the run start in any case. Read only with revision 0.</summary>
    public OnceKey? StartKey { get; init; }

    /// <summary>Gets the worker that drives the run on, for <see cref="Lease"/>; null leaves the run to the queue.</summary>
    public string? KeepLeaseFor { get; init; }

    /// <summary>Gets how long the kept lease lasts. The default is 30 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);
}
