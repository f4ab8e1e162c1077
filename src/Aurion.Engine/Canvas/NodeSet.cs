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

    /// <summary>Tells whether another set of the same canvas has a node in common with it.</summary>
    public bool Overlaps(NodeSet other)
    {
        for (var at = 0; at < _bits.Length; at++)
        {
            if ((_bits[at] & other._bits[at]) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
