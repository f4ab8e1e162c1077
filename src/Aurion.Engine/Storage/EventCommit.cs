using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>The progress of one event: stored whole or refused whole.</summary>
public sealed record EventCommit
{
    /// <summary>Gets the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the event's id.</summary>
    public required string EventId { get; init; }

    /// <summary>Gets the commit's id: sent again after an unknown outcome, it answers <see cref="CommitStatus.AlreadyCommitted"/>.</summary>
    /// <remarks>A store remembers the ids of the first and of the latest commit; one in between may answer <see cref="CommitStatus.Stale"/>.</remarks>
    public required Guid CommitId { get; init; }

    /// <summary>Gets the revision that the commit builds on; 0 accepts the event. A commit and a claim raise it by one.</summary>
    public required long ExpectedRevision { get; init; }

    /// <summary>Gets the event.</summary>
    public required AutomationEvent Event { get; init; }

    /// <summary>Gets when it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Gets how far it is after the commit.</summary>
    public required EventStage Stage { get; init; }

    /// <summary>Gets the patch for the host; null when no field changes, or there is no conversation.</summary>
    public ConversationPatch? Patch { get; init; }

    /// <summary>Gets what the pass found about each rule it looked at, in order.</summary>
    public ImmutableArray<RuleVerdict> Verdicts { get; init; } = [];

    /// <summary>Gets the actions, in order, with what became of them so far.</summary>
    public ImmutableArray<ActionEntry> Actions { get; init; } = [];

    /// <summary>Gets what the decision keeps for later; null when that is nothing.</summary>
    public EventPlan? Plan { get; init; }

    /// <summary>Gets the log entries to append; each counts its rule once.</summary>
    public ImmutableArray<RuleLogEntry> Log { get; init; } = [];

    /// <summary>Gets the keys that only one commit may take.</summary>
    public ImmutableArray<OnceKey> Once { get; init; } = [];

    /// <summary>Gets what the commit says to others.</summary>
    public ImmutableArray<Message> Messages { get; init; } = [];

    /// <summary>Gets the worker that goes on with the event, for <see cref="Lease"/>; null leaves it to whoever claims.</summary>
    public string? KeepLeaseFor { get; init; }

    /// <summary>Gets how long the kept lease lasts. The default is 30 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);
}
