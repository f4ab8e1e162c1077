using System.Collections.Immutable;

namespace Aurion.Engine.Runs;

/// <summary>What of a tenant is paused: nothing of it starts or goes on.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record PauseState
{
    /// <summary>Gets the state of a tenant of which nothing is paused.</summary>
    public static PauseState None { get; } = new();

    /// <summary>Gets since when everything is paused; null when single workflows are at most.</summary>
    public PauseNote? Tenant { get; init; }

    /// <summary>Gets the workflows that are paused, by id.</summary>
    public ImmutableSortedDictionary<string, PauseNote> Workflows { get; init; } = ImmutableSortedDictionary.Create<string, PauseNote>(StringComparer.Ordinal);

    /// <summary>Tells whether runs of a workflow must rest.</summary>
    /// <param name="workflowId">The workflow.</param>
    /// <returns>True when it or the whole tenant is paused.</returns>
    public bool Covers(string workflowId) => Tenant is not null || Workflows.ContainsKey(workflowId);
}
