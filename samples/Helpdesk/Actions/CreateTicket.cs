using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Actions;
using Aurion.Engine.Values;
using Helpdesk.Conversations;

namespace Helpdesk.Actions;

/// <summary>Creates another ticket that belongs to the conversation.</summary>
internal sealed class CreateTicket(TicketEntries entries, TimeProvider time) : IActionHandler
{
    public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        // A repeat makes a new id and finds that its key is taken: the first ticket stays, and is the answer.
        var now = time.GetUtcNow();
        var parameters = request.Parameters.Element;
        var given = parameters.TryGetProperty("fields", out var members) && members.ValueKind is JsonValueKind.Object
            ? members
            : JsonText.EmptyObject.Element;
        var fields = TicketFields.Create(Guid.CreateVersion7(now).ToString(), given, "automation", Clock.Write(now));
        fields["subject"] = parameters.TryGetProperty("subject", out var subject) ? JsonNode.Parse(subject.GetRawText()) : null;
        fields["parent_id"] = request.ConversationId;
        var line = await entries.AddTicketAsync(request.Tenant, request.ConversationId ?? string.Empty, request.IdempotencyKey, fields, cancellationToken);
        return ActionResult.Completed(JsonText.Parse(line.ToJsonString()));
    }
}
