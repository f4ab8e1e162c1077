using Aurion.Engine.Actions;

namespace Aurion.Engine.Simulation.Tests;

/// <summary>The calls of a host's handlers, each of which stands still until it is let go.</summary>
internal sealed class GatedCalls
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paid = new(StringComparer.Ordinal);
    private readonly List<string> _pending = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the keys of all calls but of those that may be made before their step is recorded.</summary>
    public string[] Keys
    {
        get
        {
            lock (_lock)
            {
                return [.. _keys];
            }
        }
    }

    /// <summary>Gets the tokens of the steps that wait for somebody to complete them.</summary>
    public string[] Pending
    {
        get
        {
            lock (_lock)
            {
                return [.. _pending];
            }
        }
    }

    /// <summary>Gets the key of a call that was made twice and may be made at most once; null when there is none.</summary>
    public string? Twice { get; private set; }

    public Task WaitAsync(ActionRequest request)
    {
        lock (_lock)
        {
            if (request.Type != "look")
            {
                _keys.Add(request.IdempotencyKey);
            }

            Twice ??= request.Type == "pay" && !_paid.Add(request.IdempotencyKey) ? request.IdempotencyKey : null;
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[$"{request.IdempotencyKey} {request.Attempt}"] = gate; // one that another engine left behind is cancelled
            _arrived.TrySetResult();
            return gate.Task;
        }
    }

    public void Pend(string token)
    {
        lock (_lock)
        {
            _pending.Add(token);
        }
    }

    /// <summary>Lets one of those that wait go.</summary>
    public bool TryRelease(Random random)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return false;
            }

            var (key, gate) = _waiting.ElementAt(random.Next(_waiting.Count));
            _waiting.Remove(key);
            gate.SetResult();
            return true;
        }
    }

    /// <summary>Waits until there is a call that waits.</summary>
    public Task ArrivedAsync()
    {
        lock (_lock)
        {
            return _waiting.Count > 0 ? Task.CompletedTask : _arrived.Task;
        }
    }
}
