using Aurion.Engine.AspNetCore.Bodies;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>Webhooks: deliveries, whose signature is their credential, and the secrets they are signed with.</summary>
internal static class WebhookEndpoints
{
    private const int LongestId = 255;

    private static readonly Refusal InvalidSignature = Refusal.NotSigned("Invalid signature");

    public static async Task<Results<JsonHttpResult<WebhookRunView>, Refusal>> ReceiveAsync(string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var (body, refusal) = await JsonBody.ReadRawAsync(http, BodyLimit.Plain, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            return refusal;
        }

        var delivery = new WebhookDelivery
        {
            WorkflowId = id,
            Body = body,
            Signature = http.Request.Headers["X-Workflow-Signature"] is [{ } signature] ? signature : null,
            DeliveryId = http.Request.Headers["X-Workflow-Delivery"] is [.., { Length: > 0 and <= LongestId } sent] ? sent : null,
        };
        var result = await workflows.ReceiveWebhookAsync(delivery, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { Status: WebhookStatus.Accepted, Run: { } run } => Reply.With(new WebhookRunView(run.Value, RunStatus.Pending), Reply.Json.WebhookRunView, StatusCodes.Status202Accepted),
            { Status: WebhookStatus.NoObject } => Refusal.Invalid([RequestFault.Body(FaultPath.Root, "json_invalid", result.Error!)]),
            { Status: WebhookStatus.Paused } => Refusal.Conflict("Workflow is paused"),
            _ => InvalidSignature,
        };
    }

    public static async Task<Results<JsonHttpResult<WebhookSecretView>, Refusal>> RotateAsync(string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await workflows.RotateWebhookSecretAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false) is { } secret
            ? Reply.With(new WebhookSecretView(secret), Reply.Json.WebhookSecretView)
            : WorkflowEndpoints.NotFound;
}
