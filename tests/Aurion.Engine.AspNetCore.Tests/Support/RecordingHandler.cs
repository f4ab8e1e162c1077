using System.Collections.Concurrent;
using Aurion.Engine.Actions;

namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>Remembers what it was asked to do; fails, always or as the first of all, or answers that it goes on elsewhere, where the parameters say so.</summary>
internal sealed class RecordingHandler : IActionHandler
{
    private readonly ConcurrentQueue<ActionRequest> _requests = new();

    public IReadOnlyCollection<ActionRequest> Requests => _requests;

    public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var isFirst = _requests.IsEmpty;
        _requests.Enqueue(request);
        var parameters = request.Parameters.Element;
        if (parameters.TryGetProperty("later", out _))
        {
            return ValueTask.FromResult(ActionResult.Pending());
        }

        if (isFirst && parameters.TryGetProperty("fail_first", out var once))
        {
            return ValueTask.FromResult(ActionResult.Failed(once.GetString()!));
        }

        return ValueTask.FromResult(parameters.TryGetProperty("fail", out var reason)
            ? ActionResult.Failed(reason.GetString()!)
            : ActionResult.Completed());
    }
}
