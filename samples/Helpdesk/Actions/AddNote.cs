using System.Text.Json.Nodes;
using Aurion.Engine.Actions;
using Helpdesk.Conversations;

namespace Helpdesk.Actions;

/// <summary>Writes an internal note.</summary>
internal sealed class AddNote(TicketEntries entries) : IActionHandler<AddNoteParameters>
{
    public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, AddNoteParameters parameters, CancellationToken cancellationToken)
    {
        if (request.ConversationId is not { } conversation)
        {
            return ActionResult.Failed("A note needs a conversation.");
        }

        var note = new JsonObject { ["text"] = parameters.Text };
        await entries.AddAsync(request.Tenant, conversation, TicketEntries.Note, request.IdempotencyKey, note, cancellationToken);
        return ActionResult.Completed();
    }
}
