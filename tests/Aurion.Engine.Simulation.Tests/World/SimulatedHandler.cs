using Aurion.Engine.Actions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>A host's handler: it notes the call, stands still until its turn comes, and answers as its parameters say.</summary>
internal sealed class SimulatedHandler(SimulatedNode node) : IActionHandler
{
    public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var world = node.World;
        if (world.Bug is PlantedBug.DropsIdempotencyKey)
        {
            request = request with { IdempotencyKey = $"call {world.Calls.Count}" };
        }

        world.Calls.Add(request);
        await world.Turns.WaitAsync(node, $"{request.Type} {request.IdempotencyKey} {request.Attempt}", TurnKind.Handler).WaitAsync(cancellationToken);
        var parameters = request.Parameters.Element;
        if (parameters.TryGetProperty("pends", out _) && request.CompletionToken is { } token)
        {
            world.Clients.Pending.Add(token);
            return ActionResult.Pending();
        }

        if (parameters.TryGetProperty("throws_until", out var throwsUntil) && request.Attempt < throwsUntil.GetInt32())
        {
            throw new IOException("The host's own trouble.");
        }

        if (parameters.TryGetProperty("fails_until", out var failsUntil) && request.Attempt < failsUntil.GetInt32())
        {
            return ActionResult.TryAgain($"Attempt {request.Attempt} failed.");
        }

        return parameters.TryGetProperty("fails", out _)
            ? ActionResult.Failed("It can't be done.")
            : ActionResult.Completed(JsonText.Parse($$"""{"attempt":{{request.Attempt}}}"""));
    }
}
