namespace Aurion.Engine.Runs;

/// <summary>Neighbours in the order of scope and node: the unit in which the visited nodes of one marking are shared with the next.</summary>
/// <remarks>Never changed once it is part of a marking.</remarks>
internal sealed class StepChunk(StepState[] steps, int count)
{
    /// <summary>The most that one holds: what a decision copies to change one node.</summary>
    public const int Most = 32;

    private StepState[] _steps = steps;

    /// <summary>Gets the number of nodes in it; one at least in a marking.</summary>
    public int Count { get; private set; } = count;

    /// <summary>Gets or sets a value indicating whether it belongs to a decision that is being made, and to no marking yet.</summary>
    public bool IsOpen { get; set; }

    public bool IsFull => Count == Most;

    public ReadOnlySpan<StepState> Steps => _steps.AsSpan(0, Count);

    public ref StepState At(int position) => ref _steps[position];

    /// <summary>Copies it for a decision that changes it; what most decisions add has room.</summary>
    public StepChunk Copy()
    {
        var steps = new StepState[Math.Min(Most, Count + 2)];
        Array.Copy(_steps, steps, Count);
        return new StepChunk(steps, Count) { IsOpen = true };
    }

    public void Insert(int position, in StepState step)
    {
        if (Count == _steps.Length)
        {
            Array.Resize(ref _steps, Math.Min(Most, Count + Math.Max(2, Count / 2)));
        }

        Array.Copy(_steps, position, _steps, position + 1, Count - position);
        _steps[position] = step;
        Count++;
    }

    public void Remove(int position, int count)
    {
        Array.Copy(_steps, position + count, _steps, position, Count - position - count);
        Count -= count;
        Array.Clear(_steps, Count, count);
    }

    /// <summary>Takes the second half out.</summary>
    public StepChunk Split()
    {
        var keep = Count / 2;
        var steps = new StepState[Most];
        Array.Copy(_steps, keep, steps, 0, Count - keep);
        var rest = new StepChunk(steps, Count - keep) { IsOpen = true };
        Remove(keep, Count - keep);
        return rest;
    }

    /// <summary>Searches by scope and node.</summary>
    /// <returns>The position; the complement of where it would be when it is not there.</returns>
    public int Search(int scope, int node)
    {
        var low = 0;
        var high = Count - 1;
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
