using Aurion.Engine.Actions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests;

/// <summary>Waits until it is let go, then answers as its parameters say.</summary>
internal sealed class GatedHandler(GatedCalls calls) : IActionHandler
{
    public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        await calls.WaitAsync(request).WaitAsync(cancellationToken);
        var parameters = request.Parameters.Element;
        if (parameters.TryGetProperty("pends", out _))
        {
            calls.Pend(request.CompletionToken!);
            return ActionResult.Pending();
        }

        if (parameters.TryGetProperty("throws_until", out var throwsUntil) && request.Attempt < throwsUntil.GetInt32())
        {
            throw new InvalidOperationException("secret");
        }

        return parameters.TryGetProperty("fails_until", out var failsUntil) && request.Attempt < failsUntil.GetInt32() ? ActionResult.TryAgain("Not yet.")
            : parameters.TryGetProperty("fails", out _) ? ActionResult.Failed("It can't be done.")
            : ActionResult.Completed(JsonText.Parse($$"""{"attempt":{{request.Attempt}}}"""));
    }
}
