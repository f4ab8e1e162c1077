using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>The visited nodes of a marking while one decision is made: chunks are copied when they are first changed, all others stay the marking's.</summary>
internal sealed class StepTable
{
    private const int FewChunks = 4;
    private const int MostRooms = 16;

    private readonly Stack<StepState[]> _rooms = new();
    private StepState[][] _chunks = new StepState[FewChunks][];
    private int[] _open = new int[FewChunks]; // 0 for a marking's own chunk, which is full; else, in a room, its number of nodes and one
    private int _firstOpen;
    private int _lastOpen;
    private int _count;
    private StepList _before;
    private bool _isTaken;

    /// <summary>Begins with the nodes of a marking.</summary>
    public void Begin(StepList steps)
    {
        _before = steps;
        _count = steps.Chunks;
        _isTaken = false;
    }

    public bool TryGet(int scope, int node, out StepState state)
    {
        if (_count > 0)
        {
            var steps = StepsAt(FindChunk(scope, node));
            if (StepList.Search(steps, scope, node) is var at and >= 0)
            {
                state = steps[at];
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
            InsertRoom(0, TakeRoom(), count: 0);
        }

        var place = FindChunk(scope, node);
        Open(place);
        var at = StepList.Search(StepsAt(place), scope, node);
        if (at < 0)
        {
            at = ~at;
            if (CountAt(place) == StepList.MostInChunk)
            {
                MakeRoom(ref place, ref at);
            }

            var room = _chunks[place];
            Array.Copy(room, at, room, at + 1, CountAt(place) - at);
            room[at] = new StepState(scope, node, 0, StepStatus.Running, null, null, null);
            _open[place]++;
        }

        return ref _chunks[place][at];
    }

    /// <summary>Forgets the nodes of a scope instance.</summary>
    /// <returns>The bytes that they had produced.</returns>
    public int Remove(int scope)
    {
        var bytes = 0;
        for (var place = _count == 0 ? 0 : FindChunk(scope, -1); place < _count && StepsAt(place)[0].Scope <= scope;)
        {
            var steps = StepsAt(place);
            var first = ~StepList.Search(steps, scope, -1);
            var end = first;
            for (; end < steps.Length && steps[end].Scope == scope; end++)
            {
                bytes += DataSize.Of(steps[end].Output);
            }

            if (end == first)
            {
                place++;
                continue;
            }

            Take();
            var rest = CountAt(place) - (end - first);
            if (rest == 0)
            {
                RemoveChunk(place);
                continue;
            }

            Open(place);
            var room = _chunks[place];
            Array.Copy(room, end, room, first, rest - first);
            Array.Clear(room, rest, end - first);
            _open[place++] = rest + 1;
        }

        return bytes;
    }

    /// <summary>Ends the decision.</summary>
    /// <returns>The nodes for the next marking.</returns>
    public StepList Complete()
    {
        var steps = _isTaken ? Close() : _before;
        _before = default;
        _isTaken = false;
        _count = 0;
        return steps;
    }

    private StepList Close()
    {
        for (var place = _firstOpen; place <= _lastOpen; place++)
        {
            if (_open[place] > 0)
            {
                var (room, count) = (_chunks[place], CountAt(place));
                _chunks[place] = room.AsSpan(0, count).ToArray();
                _open[place] = 0;
                Array.Clear(room, 0, count);
                if (_rooms.Count < MostRooms)
                {
                    _rooms.Push(room);
                }
            }
        }

        var steps = _count switch
        {
            0 => default,
            1 => new StepList(_chunks[0]),
            _ => new StepList(_chunks.AsSpan(0, _count).ToArray()),
        };
        Array.Clear(_chunks, 0, _count);
        return steps;
    }

    private StepState[] TakeRoom() => _rooms.TryPop(out var room) ? room : new StepState[StepList.MostInChunk];

    private int CountAt(int place) => _open[place] > 0 ? _open[place] - 1 : _chunks[place].Length;

    private ReadOnlySpan<StepState> StepsAt(int place) => _isTaken ? _chunks[place].AsSpan(0, CountAt(place)) : _before.ChunkAt(place);

    // The last chunk that begins at or before it, else the first.
    private int FindChunk(int scope, int node)
    {
        var low = 0;
        var high = _count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (StepState.Compare(scope, node, StepsAt(middle)[0]) >= 0)
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
            _chunks = new StepState[_count + FewChunks][];
            _open = new int[_count + FewChunks];
        }

        _before.CopyTo(_chunks);
        _isTaken = true;
        (_firstOpen, _lastOpen) = (int.MaxValue, -1);
    }

    /// <summary>Copies a chunk of the marking into a room.</summary>
    private void Open(int place)
    {
        if (_open[place] > 0)
        {
            return;
        }

        var (chunk, room) = (_chunks[place], TakeRoom());
        Array.Copy(chunk, room, chunk.Length);
        _chunks[place] = room;
        Note(place, chunk.Length);
    }

    /// <summary>Makes two chunks of a full one, the second of them empty where the place is behind the first: what is visited in order fills one after the other.</summary>
    private void MakeRoom(ref int place, ref int at)
    {
        var (full, room) = (_chunks[place], TakeRoom());
        var keep = at == StepList.MostInChunk ? at : StepList.MostInChunk / 2;
        var moved = StepList.MostInChunk - keep;
        Array.Copy(full, keep, room, 0, moved);
        Array.Clear(full, keep, moved);
        _open[place] = keep + 1;
        InsertRoom(place + 1, room, moved);
        if (at > keep || moved == 0)
        {
            at -= keep;
            place++;
        }
    }

    private void InsertRoom(int place, StepState[] room, int count)
    {
        if (_count == _chunks.Length)
        {
            Array.Resize(ref _chunks, _count * 2);
            Array.Resize(ref _open, _count * 2);
        }

        Array.Copy(_chunks, place, _chunks, place + 1, _count - place);
        Array.Copy(_open, place, _open, place + 1, _count - place);
        _chunks[place] = room;
        _count++;
        _lastOpen++; // those behind it have moved on
        Note(place, count);
    }

    private void RemoveChunk(int place)
    {
        _count--;
        Array.Copy(_chunks, place + 1, _chunks, place, _count - place);
        Array.Copy(_open, place + 1, _open, place, _count - place);
        _chunks[_count] = null!;
        _open[_count] = 0;
        _firstOpen = Math.Min(_firstOpen, place); // those behind it have moved back
        _lastOpen = Math.Min(_lastOpen, _count - 1);
    }

    private void Note(int place, int count)
    {
        _open[place] = count + 1;
        (_firstOpen, _lastOpen) = (Math.Min(_firstOpen, place), Math.Max(_lastOpen, place));
    }
}
