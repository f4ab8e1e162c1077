using Aurion.Engine.Canvas;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Webhooks that start workflows.</content>
public sealed partial class WorkflowEngine
{
    internal Webhooks Webhooks { get; init; } = null!; // given where the engine is made

    /// <summary>Makes a secret that a workflow's webhook deliveries are signed with. The one before stays valid for 24 hours.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="cancellationToken">Gives up waiting; a new secret may stand all the same.</param>
    /// <returns>The secret, which nothing answers again: the key of the HMAC is its UTF-8 bytes. Null when the tenant has no workflow of that id.</returns>
    public ValueTask<string?> RotateWebhookSecretAsync(TenantId tenant, string workflowId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workflowId);
        return Webhooks.RotateAsync(tenant, workflowId, cancellationToken);
    }

    /// <summary>Takes a delivery to a workflow's webhook: its signature is the credential, and says which tenant it is for.</summary>
    /// <remarks>A wrong signature, an unknown workflow, one without a secret or a webhook trigger, and an unpublished one are answered alike, and take alike long.</remarks>
    /// <param name="delivery">The delivery. The caller bounds its size.</param>
    /// <param name="cancellationToken">Gives up waiting; a run may have started all the same.</param>
    /// <returns>The run, or why there is none.</returns>
    public ValueTask<WebhookResult> ReceiveWebhookAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return Webhooks.ReceiveAsync(delivery, cancellationToken);
    }
}
