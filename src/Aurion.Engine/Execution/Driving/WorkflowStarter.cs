using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Performs <c>run_workflow</c>: a message that starts the workflow, stored once however often the action is tried.</summary>
internal sealed class WorkflowStarter(IDocumentStore documents, IMessageStore messages)
{
    public async ValueTask<ActionResult> StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var id = request.Parameters.Element.TryGetProperty("workflow_id", out var given) && given.ValueKind is JsonValueKind.String ? given.GetString() : null;
        if (string.IsNullOrWhiteSpace(id))
        {
            return ActionResult.Failed("The parameter 'workflow_id' must be a text that is not blank.");
        }

        if (request.Depth >= RunLimits.Depth)
        {
            return ActionResult.Failed($"{request.Depth} steps of automation led here; {RunLimits.Depth} are allowed. It probably goes round in a loop.");
        }

        var document = await documents.FindAsync(request.Tenant, DocumentKind.Workflow, id, cancellationToken).ConfigureAwait(false);
        if (document is null)
        {
            return ActionResult.Failed($"There is no workflow '{id}'.");
        }

        var workflow = Workflow.FromJson(document.Body);
        if (workflow.PublishedVersion is null || workflow.Status is not WorkflowStatus.Published)
        {
            return ActionResult.Failed($"The workflow '{id}' is not published.");
        }

        await messages.SendAsync([StartMessage.Of(request, id)], cancellationToken).ConfigureAwait(false);
        return ActionResult.Completed();
    }
}
