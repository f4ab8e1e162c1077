using Aurion.Engine.Actions;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;
using Helpdesk.Conversations;

namespace Helpdesk.Actions;

/// <summary>Sets the conversation's status by the type of the action: <c>close</c> or <c>reopen</c>.</summary>
internal sealed class SetTicketStatus(TicketStore tickets) : IActionHandler
{
    public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        if (request.ConversationId is not { } conversation)
        {
            return ActionResult.Failed("There is no conversation.");
        }

        var status = request.Type is "close" ? "\"closed\"" : "\"open\"";
        var patch = new ConversationPatch
        {
            Tenant = request.Tenant,
            ConversationId = conversation,
            Key = request.IdempotencyKey, // applied once, however often this is called
            Changes = [new FieldChange("status", JsonText.Parse(status))],
        };
        var result = await tickets.ApplyAsync(patch, cancellationToken);
        return result.Status is PatchStatus.Applied ? ActionResult.Completed() : ActionResult.Failed(result.Reason ?? "The conversation could not be changed.");
    }
}
