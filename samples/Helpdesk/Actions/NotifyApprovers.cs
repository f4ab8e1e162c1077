using System.Text.Json.Nodes;
using Aurion.Engine.Approvals;
using Helpdesk.Conversations;

namespace Helpdesk.Actions;

/// <summary>Notes on the conversation which people were told that a request waits for them. A real helpdesk would hand the same key to its mail service.</summary>
internal sealed class NotifyApprovers(TicketEntries entries) : IApprovalNotifier
{
    public async ValueTask NotifyAsync(ApprovalNotice notice, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["notice"] = notice.Kind.ToString().ToLowerInvariant(),
            ["request_id"] = notice.Approval.Id.Value,
            ["title"] = notice.Approval.Title,
            ["warning"] = notice.Approval.Warning,
            ["to"] = new JsonArray([.. (notice.People ?? notice.To).Select(static person => (JsonNode)person)]),
        };
        await entries.AddAsync(
            notice.Approval.Tenant, notice.Approval.ConversationId ?? string.Empty, TicketEntries.ApprovalNotice, notice.Key, body, cancellationToken);
    }
}
