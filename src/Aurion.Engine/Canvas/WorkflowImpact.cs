using System.Collections.Immutable;

namespace Aurion.Engine.Canvas;

/// <summary>What depends on a workflow as it stands: what a publication or a deletion would touch. Templates are copies, and depend on none.</summary>
/// <remarks>A picture of the moment: runs start and end while it is taken.</remarks>
public sealed record WorkflowImpact
{
    /// <summary>Gets the version that starts; null before the first publication.</summary>
    public int? PublishedVersion { get; init; }

    /// <summary>Gets the unfinished runs by the version that they stay on.</summary>
    public ImmutableSortedDictionary<int, int> LiveRuns { get; init; } = ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>Gets the number of unfinished runs of all versions: while there is one, deleting needs force.</summary>
    public int LiveRunCount => LiveRuns.Values.Sum();

    /// <summary>Gets what starts the published version by itself; null when it is not published, or waits for a person.</summary>
    public TriggerConfig? Trigger { get; init; }

    /// <summary>Gets what the draft would be started by, where that differs; null when publishing changes nothing about it.</summary>
    public TriggerConfig? TriggerAfterPublish { get; init; }

    /// <summary>Gets who calls it: drafts and published versions of workflows, and enabled rules.</summary>
    public ImmutableArray<WorkflowCaller> Callers { get; init; } = [];
}
