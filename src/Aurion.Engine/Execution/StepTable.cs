using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>The visited nodes of a marking while one decision is made: sorted by scope and node, copied on the first write.</summary>
internal sealed class StepTable(ImmutableArray<StepState> steps)
{
    private StepState[] _steps = ImmutableCollectionsMarshal.AsArray(steps)!;
    private int _count = steps.Length;
    private bool _isOwned;

    public bool TryGet(int scope, int node, out StepState state)
    {
        var at = Search(scope, node);
        state = at < 0 ? default : _steps[at];
        return at >= 0;
    }

    /// <summary>Finds the place of a node's state to be changed; a node that was never visited gets one.</summary>
    public ref StepState Of(int scope, int node)
    {
        var at = Search(scope, node);
        Own();
        if (at < 0)
        {
            at = ~at;
            if (_count == _steps.Length)
            {
                Array.Resize(ref _steps, _steps.Length * 2);
            }

            Array.Copy(_steps, at, _steps, at + 1, _count - at);
            _steps[at] = new StepState(scope, node, 0, StepStatus.Running, null, null, null);
            _count++;
        }

        return ref _steps[at];
    }

    /// <summary>Forgets the nodes of a scope instance.</summary>
    /// <returns>The bytes that they had produced.</returns>
    public int Remove(int scope)
    {
        var first = Search(scope, -1) is var found && found < 0 ? ~found : found;
        var end = first;
        var bytes = 0;
        while (end < _count && _steps[end].Scope == scope)
        {
            bytes += _steps[end++].Output?.Utf8.Length ?? 0;
        }

        if (end > first)
        {
            Own();
            Array.Copy(_steps, end, _steps, first, _count - end);
            Array.Clear(_steps, _count - (end - first), end - first);
            _count -= end - first;
        }

        return bytes;
    }

    public ImmutableArray<StepState> ToImmutable()
    {
        if (_isOwned && _count != _steps.Length)
        {
            Array.Resize(ref _steps, _count);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(_steps);
    }

    private void Own()
    {
        if (_isOwned)
        {
            return;
        }

        var copy = new StepState[_count + Math.Max(8, _count / 4)];
        Array.Copy(_steps, copy, _count);
        _steps = copy;
        _isOwned = true;
    }

    private int Search(int scope, int node)
    {
        var low = 0;
        var high = _count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = StepState.Compare(scope, node, _steps[middle]);
            if (order == 0)
            {
                return middle;
            }

            if (order > 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
