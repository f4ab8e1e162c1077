using System.Collections.Concurrent;
using Aurion.Engine.Actions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>What the host's handlers have done, outside of the engine and its stores: it survives crashes.</summary>
internal sealed class Outside
{
    public ConcurrentQueue<ActionRequest> Calls { get; } = new();

    /// <summary>Gets what handlers that wait are waiting for.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets what was done, by key: a repeat does nothing.</summary>
    public ConcurrentDictionary<string, ActionRequest> Done { get; } = new(StringComparer.Ordinal);
}

/// <summary>Does what its parameters say: <c>fails</c> (for good), <c>fails_until</c> (an attempt), <c>fails_first</c> (visit), <c>throws_until</c>, <c>hangs</c>.</summary>
internal sealed class TestHandler(Outside outside) : IActionHandler
{
    public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        outside.Calls.Enqueue(request);
        var parameters = request.Parameters.Element;
        if (parameters.TryGetProperty("hangs", out _))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        if (parameters.TryGetProperty("waits", out _))
        {
            await outside.Gate.Task.WaitAsync(cancellationToken);
        }

        if (parameters.TryGetProperty("pends", out _))
        {
            return ActionResult.Pending();
        }

        if (parameters.TryGetProperty("throws_until", out var throwsUntil) && request.Attempt < throwsUntil.GetInt32())
        {
            throw new InvalidOperationException("secret");
        }

        if (parameters.TryGetProperty("fails_until", out var failsUntil) && request.Attempt < failsUntil.GetInt32())
        {
            return ActionResult.TryAgain($"Attempt {request.Attempt} failed.");
        }

        if (parameters.TryGetProperty("fails_first", out _) && request.IdempotencyKey.EndsWith("/1", StringComparison.Ordinal))
        {
            return ActionResult.Failed("Not on the first visit.");
        }

        if (parameters.TryGetProperty("fails", out _))
        {
            return ActionResult.Failed("It can't be done.");
        }

        outside.Done.TryAdd(request.IdempotencyKey, request);
        return ActionResult.Completed(JsonText.Parse($$"""{"attempt":{{request.Attempt}}}"""));
    }
}
