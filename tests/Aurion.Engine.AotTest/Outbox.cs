using Aurion.Engine.Actions;

namespace Aurion.Engine.AotTest;

/// <summary>Sends notifications into a list.</summary>
internal sealed class Outbox(Tickets tickets) : IActionHandler
{
    public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        tickets.Send(request.IdempotencyKey, request.Parameters.Element.GetProperty("template").GetString()!);
        return new(ActionResult.Completed());
    }
}
