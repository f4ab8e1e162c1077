using System.Collections.Concurrent;
using Aurion.Engine.Actions;

namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>Remembers what it was asked to do; fails where the parameters say so.</summary>
internal sealed class RecordingHandler : IActionHandler
{
    private readonly ConcurrentQueue<ActionRequest> _requests = new();

    public IReadOnlyCollection<ActionRequest> Requests => _requests;

    public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request);
        return ValueTask.FromResult(request.Parameters.Element.TryGetProperty("fail", out var reason)
            ? ActionResult.Failed(reason.GetString()!)
            : ActionResult.Completed());
    }
}
