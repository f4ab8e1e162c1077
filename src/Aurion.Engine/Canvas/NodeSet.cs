namespace Aurion.Engine.Canvas;

/// <summary>A set of nodes of one canvas, a bit for each.</summary>
internal readonly struct NodeSet(int count)
{
    private readonly ulong[] _bits = new ulong[(count + 63) >> 6];

    public bool Contains(int node) => (_bits[node >> 6] & (1UL << (node & 63))) != 0;

    /// <summary>Adds a node; false when it is there already.</summary>
    public bool Add(int node)
    {
        ref var bits = ref _bits[node >> 6];
        var bit = 1UL << (node & 63);
        var isNew = (bits & bit) == 0;
        bits |= bit;
        return isNew;
    }
}
