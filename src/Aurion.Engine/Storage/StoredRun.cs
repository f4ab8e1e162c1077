using System.Collections.Immutable;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Storage;

/// <summary>A run as it stands in the store.</summary>
public sealed record StoredRun
{
    /// <summary>Gets the head.</summary>
    public required RunHead Head { get; init; }

    /// <summary>Gets the marking.</summary>
    public required Marking Marking { get; init; }

    /// <summary>Gets the revision that the next commit must expect.</summary>
    public required long Revision { get; init; }

    /// <summary>Gets the number of records so far: the next record is one more.</summary>
    public required long Steps { get; init; }

    /// <summary>Gets the messages not yet consumed, in the order they were stored.</summary>
    public ImmutableArray<InboxItem> Inbox { get; init; } = [];

    /// <summary>Gets the number of claims since the last commit: many of them mean a run that kills its workers.</summary>
    public int Claims { get; init; }
}
