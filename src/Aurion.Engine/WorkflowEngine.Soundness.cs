using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>What is known of a workflow before it runs.</content>
public sealed partial class WorkflowEngine
{
    /// <summary>Validates a workflow's draft as <see cref="ValidateAsync"/> does, and says besides whether every run of it was played.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The workflow.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>All findings and the verdict; null when the tenant has no workflow of that id.</returns>
    public ValueTask<CanvasReport?> CheckAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        _workflows.CheckAsync(tenant, id, cancellationToken);
}
