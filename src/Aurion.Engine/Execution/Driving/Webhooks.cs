using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Keeps the secrets of webhooks, and starts runs of deliveries that are signed with one.</summary>
/// <remarks>A secret's document is kept under no host's tenant, by the workflow's id, and names the tenant: a delivery names the workflow alone.</remarks>
internal sealed class Webhooks(IDocumentStore documents, GraphCache graphs, RunStarter starter, TimeProvider time, ISecretProtector? protector)
{
    private static readonly TenantId Everyone = new("$webhooks");
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    // What an unknown workflow's delivery is verified with, so that it takes as long as any other.
    private readonly byte[] _nobodys = RandomNumberGenerator.GetBytes(48);

    /// <summary>Makes a new secret; the one before stays valid for 24 hours, the one before that no more.</summary>
    /// <returns>The secret, which nothing answers again; null when the tenant has no workflow of that id.</returns>
    public async ValueTask<string?> RotateAsync(TenantId tenant, string workflowId, CancellationToken cancellationToken)
    {
        while (await documents.FindAsync(tenant, DocumentKind.Workflow, workflowId, cancellationToken).ConfigureAwait(false) is not null)
        {
            var standing = await documents.FindAsync(Everyone, DocumentKind.WebhookSecret, workflowId, cancellationToken).ConfigureAwait(false);
            var secret = "whsec_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            var body = MessageBody.Of(writer =>
            {
                writer.WriteNumber("format", 1);
                writer.WriteString("tenant", tenant.Value);
                writer.WriteString("secret", protector?.Protect(secret) ?? secret);
                if (standing?.Body.Element.Text("secret") is { } before)
                {
                    writer.WriteString("previous", before);
                    writer.WriteString("previous_until", time.GetUtcNow() + Overlap);
                }
            });
            var write = new DocumentWrite { Kind = DocumentKind.WebhookSecret, Id = workflowId, ExpectedRevision = standing?.Revision ?? 0, Body = body };
            if ((await documents.CommitAsync(Everyone, [write], cancellationToken).ConfigureAwait(false)).IsDurable)
            {
                return secret;
            }
        }

        return null;
    }

    /// <summary>Takes a delivery.</summary>
    public async ValueTask<WebhookResult> ReceiveAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var stored = (await documents.FindAsync(Everyone, DocumentKind.WebhookSecret, delivery.WorkflowId, cancellationToken).ConfigureAwait(false))?.Body.Element ?? default;
        var isKnown = stored.ValueKind is JsonValueKind.Object;
        var tenant = new TenantId(isKnown ? stored.Text("tenant")! : Everyone.Value);
        var previousStands = isKnown && stored.TryGetProperty("previous_until", out var until) && time.GetUtcNow() < until.GetDateTimeOffset();

        // Everything is looked at in any case: neither the time nor the answer says what was wrong.
        var document = await documents.FindAsync(tenant, DocumentKind.Workflow, delivery.WorkflowId, cancellationToken).ConfigureAwait(false);
        var bySecret = WebhookSignature.Matches(isKnown ? KeyOf(stored, "secret") : _nobodys, delivery.Body.Span, delivery.Signature);
        var byPrevious = WebhookSignature.Matches(previousStands ? KeyOf(stored, "previous") : _nobodys, delivery.Body.Span, delivery.Signature);
        var workflow = document is null ? null : graphs.Read(tenant, document);
        if (!(bySecret | byPrevious) || workflow is not { Status: WorkflowStatus.Published, PublishedVersion: { } version })
        {
            return new WebhookResult(WebhookStatus.Refused);
        }

        if ((await graphs.GetAsync(tenant, workflow.Id, version, cancellationToken).ConfigureAwait(false)).Version.Trigger.Type is not TriggerType.Webhook)
        {
            return new WebhookResult(WebhookStatus.Refused);
        }

        return await StartAsync(tenant, delivery, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<WebhookResult> StartAsync(TenantId tenant, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        JsonText payload;
        try
        {
            payload = StrictJson.Parse(delivery.Body);
        }
        catch (JsonException exception)
        {
            return new WebhookResult(WebhookStatus.NoObject, Error: $"The body is not valid JSON: {exception.Message}");
        }

        if (payload.Element.ValueKind is not JsonValueKind.Object)
        {
            return new WebhookResult(WebhookStatus.NoObject, Error: "The body must be a JSON object");
        }

        var request = new StartRun
        {
            Tenant = tenant,
            WorkflowId = delivery.WorkflowId,
            Trigger = TriggerType.Webhook,
            Payload = payload,
            StartKey = delivery.DeliveryId is { } id ? $"webhook/{delivery.WorkflowId}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))}" : null,
            KeepStartKeyFor = Overlap,
        };
        var result = await starter.StartAsync(request, cancellationToken).ConfigureAwait(false);
        return (result.Run?.RunId ?? result.Holder) is { } run
            ? new WebhookResult(WebhookStatus.Accepted, run)
            : new WebhookResult(result.Status is StartStatus.Paused ? WebhookStatus.Paused : WebhookStatus.Refused);
    }

    private byte[] KeyOf(JsonElement stored, string member)
    {
        var secret = stored.Text(member)!;
        return Encoding.UTF8.GetBytes(protector?.Unprotect(secret) ?? secret);
    }
}
