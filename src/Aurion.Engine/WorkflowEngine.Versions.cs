using Aurion.Engine.Canvas;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Versions: what differs between them, what depends on them, going back to one.</content>
public sealed partial class WorkflowEngine
{
    internal WorkflowImpacts Impacts { get; init; } = null!; // given where the engine is made

    /// <summary>Reads a published version.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="version">The number, the first being 1.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The version; null when the tenant has no such workflow, or it no such version.</returns>
    public ValueTask<WorkflowVersion?> FindVersionAsync(TenantId tenant, string id, int version, CancellationToken cancellationToken) =>
        _workflows.FindVersionAsync(tenant, id, version, cancellationToken);

    /// <summary>Goes back to a version: the draft becomes its canvas and trigger and is published as a new version, in one commit. History is never rewritten.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="version">The number of the version to go back to; also the one that stands.</param>
    /// <param name="restoredBy">Who does it; null when nobody is known.</param>
    /// <param name="expectedRevision">The revision of the workflow that the caller saw; null restores whatever the draft is, which is lost.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What became of it, as for publishing. A version that the host can no longer run, for example for an action that is gone, answers invalid with the findings.</returns>
    public ValueTask<PublishResult> RestoreAsync(TenantId tenant, string id, int version, string? restoredBy, long? expectedRevision, CancellationToken cancellationToken) =>
        _workflows.RestoreAsync(tenant, id, version, restoredBy, expectedRevision, cancellationToken);

    /// <summary>Compares two versions by meaning.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="from">The number of the earlier version; null is the draft.</param>
    /// <param name="to">The number of the later version; null is the draft.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What must be done to the earlier one for it to mean the same as the later; null when the workflow or a version is unknown.</returns>
    public ValueTask<WorkflowDiff?> DiffAsync(TenantId tenant, string id, int? from, int? to, CancellationToken cancellationToken) =>
        _workflows.DiffAsync(tenant, id, from, to, cancellationToken);

    /// <summary>Finds what depends on a workflow: live runs by version, what starts it, who calls it.</summary>
    /// <remarks>Reads all workflows and rules of the tenant. Templates are copies, and depend on none.</remarks>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What a publication or a deletion would touch; null when the tenant has no workflow of that id.</returns>
    public ValueTask<WorkflowImpact?> FindImpactAsync(TenantId tenant, string id, CancellationToken cancellationToken) => Impacts.FindAsync(tenant, id, cancellationToken);
}
