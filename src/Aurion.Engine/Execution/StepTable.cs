using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>The visited nodes of a marking while one decision is made: chunks are copied when they are first changed, all others stay the marking's.</summary>
internal sealed class StepTable
{
    private const int FewChunks = 4;
    private const int MostRooms = 16;

    private readonly List<StepChunk> _changed = [];
    private readonly Stack<StepState[]> _rooms = new();
    private StepChunk[] _chunks = new StepChunk[FewChunks];
    private int _count;
    private StepList _before;
    private bool _isTaken;

    /// <summary>Begins with the nodes of a marking.</summary>
    public void Begin(StepList steps)
    {
        _changed.Clear();
        _before = steps;
        _count = steps.Chunks;
        _isTaken = false;
    }

    public bool TryGet(int scope, int node, out StepState state)
    {
        if (_count > 0)
        {
            var chunk = ChunkAt(FindChunk(scope, node));
            if (chunk.Search(scope, node) is var at and >= 0)
            {
                state = chunk.At(at);
                return true;
            }
        }

        state = default;
        return false;
    }

    /// <summary>Finds the place of a node's state to be changed; a node that was never visited gets one. It is good until the next call.</summary>
    public ref StepState Of(int scope, int node)
    {
        Take();
        if (_count == 0)
        {
            InsertChunk(0, StepChunk.Open(TakeRoom()));
        }

        var place = FindChunk(scope, node);
        var chunk = Change(place);
        var at = chunk.Search(scope, node);
        if (at < 0)
        {
            at = ~at;
            if (chunk.IsFull)
            {
                // What is visited in order fills one after the other.
                var rest = at == chunk.Count ? StepChunk.Open(TakeRoom()) : chunk.Split(TakeRoom());
                InsertChunk(place + 1, rest);
                if (at > chunk.Count || rest.Count == 0)
                {
                    at -= chunk.Count;
                    chunk = rest;
                }
            }

            chunk.Insert(at, new StepState(scope, node, 0, StepStatus.Running, null, null, null));
        }

        return ref chunk.At(at);
    }

    /// <summary>Forgets the nodes of a scope instance.</summary>
    /// <returns>The bytes that they had produced.</returns>
    public int Remove(int scope)
    {
        var bytes = 0;
        for (var place = _count == 0 ? 0 : FindChunk(scope, -1); place < _count && ChunkAt(place).At(0).Scope <= scope;)
        {
            var first = ~ChunkAt(place).Search(scope, -1);
            var end = first;
            for (var steps = ChunkAt(place).Steps; end < steps.Length && steps[end].Scope == scope; end++)
            {
                bytes += DataSize.Of(steps[end].Output);
            }

            if (end == first)
            {
                place++;
                continue;
            }

            Take();
            if (end - first == _chunks[place].Count)
            {
                RemoveChunk(place);
                continue;
            }

            Change(place++).Remove(first, end - first);
        }

        return bytes;
    }

    /// <summary>Ends the decision.</summary>
    /// <returns>The nodes for the next marking.</returns>
    public StepList Complete()
    {
        var steps = !_isTaken ? _before : _count switch
        {
            0 => default,
            1 => new StepList(_chunks[0]),
            _ => new StepList(_chunks.AsSpan(0, _count).ToArray()),
        };
        if (_isTaken)
        {
            Array.Clear(_chunks, 0, _count);
        }

        _isTaken = false;
        _count = 0;
        foreach (var chunk in _changed)
        {
            var room = chunk.Close();
            if (_rooms.Count < MostRooms)
            {
                _rooms.Push(room);
            }
        }

        _before = default;
        _changed.Clear();
        return steps;
    }

    private StepState[] TakeRoom() => _rooms.TryPop(out var room) ? room : new StepState[StepChunk.Most];

    private StepChunk ChunkAt(int place) => _isTaken ? _chunks[place] : _before.ChunkAt(place);

    // The last chunk that begins at or before it, else the first.
    private int FindChunk(int scope, int node)
    {
        var low = 0;
        var high = _count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (StepState.Compare(scope, node, ChunkAt(middle).At(0)) >= 0)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private void Take()
    {
        if (_isTaken)
        {
            return;
        }

        if (_chunks.Length < _count)
        {
            _chunks = new StepChunk[_count + FewChunks];
        }

        _before.CopyTo(_chunks);
        _isTaken = true;
    }

    private StepChunk Change(int place)
    {
        var chunk = _chunks[place];
        if (chunk.IsOpen)
        {
            return chunk;
        }

        chunk = _chunks[place] = chunk.Copy(TakeRoom());
        _changed.Add(chunk);
        return chunk;
    }

    private void InsertChunk(int place, StepChunk chunk)
    {
        if (_count == _chunks.Length)
        {
            Array.Resize(ref _chunks, _count * 2);
        }

        Array.Copy(_chunks, place, _chunks, place + 1, _count - place);
        _chunks[place] = chunk;
        _changed.Add(chunk);
        _count++;
    }

    private void RemoveChunk(int place)
    {
        _count--;
        Array.Copy(_chunks, place + 1, _chunks, place, _count - place);
        _chunks[_count] = null!;
    }
}
