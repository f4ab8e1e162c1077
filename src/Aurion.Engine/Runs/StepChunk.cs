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

    /// <summary>Gets a value indicating whether it belongs to a decision that is being made, and to no marking yet.</summary>
    public bool IsOpen { get; private set; }

    public bool IsFull => Count == Most;

    public ReadOnlySpan<StepState> Steps => _steps.AsSpan(0, Count);

    public ref StepState At(int position) => ref _steps[position];

    /// <summary>Opens a chunk for a decision.</summary>
    /// <param name="room">Room for <see cref="Most"/> nodes, the chunk's own until it is closed.</param>
    public static StepChunk Open(StepState[] room) => new(room, 0) { IsOpen = true };

    /// <summary>Copies it for a decision that changes it.</summary>
    /// <param name="room">Room for <see cref="Most"/> nodes, the copy's own until it is closed.</param>
    public StepChunk Copy(StepState[] room)
    {
        Array.Copy(_steps, room, Count);
        return new StepChunk(room, Count) { IsOpen = true };
    }

    /// <summary>Ends the decision that it was open for: what it holds is as large as it must be from now on.</summary>
    /// <returns>The room that it was made in, empty.</returns>
    public StepState[] Close()
    {
        var room = _steps;
        _steps = room.AsSpan(0, Count).ToArray();
        Array.Clear(room, 0, Count);
        IsOpen = false;
        return room;
    }

    public void Insert(int position, in StepState step)
    {
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
    /// <param name="room">Room for <see cref="Most"/> nodes, the new chunk's own until it is closed.</param>
    public StepChunk Split(StepState[] room)
    {
        var keep = Count / 2;
        Array.Copy(_steps, keep, room, 0, Count - keep);
        var rest = new StepChunk(room, Count - keep) { IsOpen = true };
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
