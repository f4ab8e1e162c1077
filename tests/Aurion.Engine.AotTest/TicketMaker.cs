using Aurion.Engine.Actions;

namespace Aurion.Engine.AotTest;

/// <summary>Makes tickets, with its parameters read by generated code.</summary>
internal sealed class TicketMaker(Tickets tickets) : IActionHandler<NewTicket>
{
    public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, NewTicket parameters, CancellationToken cancellationToken)
    {
        tickets.Send(request.IdempotencyKey, parameters.Subject);
        return new(ActionResult.Completed());
    }
}
