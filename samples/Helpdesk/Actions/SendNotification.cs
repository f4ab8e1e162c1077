using System.Text.Json.Nodes;
using Aurion.Engine.Actions;
using Aurion.Engine.Values;
using Helpdesk.Conversations;

namespace Helpdesk.Actions;

/// <summary>Notes on the conversation that people were told. A real helpdesk would hand the same key to its mail service.</summary>
internal sealed class SendNotification(TicketEntries entries) : IActionHandler
{
    public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        // Every parameter is optional; what the rule or canvas says is kept as it is.
        var body = JsonNode.Parse(request.Parameters.ToString())!.AsObject();
        var sent = await entries.AddAsync(
            request.Tenant, request.ConversationId ?? string.Empty, TicketEntries.Notification, request.IdempotencyKey, body, cancellationToken);
        return ActionResult.Completed(JsonText.Parse(sent.ToJsonString()));
    }
}
