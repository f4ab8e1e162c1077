namespace Aurion.Engine.Values;

/// <summary>One value of interest: the members and items of it that are of interest too.</summary>
/// <remarks>Filled while its plan is made; immutable from then on.</remarks>
internal sealed class SlotNode
{
    private Member[] _members = new Member[2]; // open addressing, at most half full, a power of two
    private int _memberCount;
    private (int Position, int Node)[] _items = [];

    /// <summary>Gets a value indicating whether items of a list are of interest.</summary>
    public bool HasItems => _items.Length > 0;

    /// <summary>Finds the node of a member.</summary>
    /// <returns>The node's number; -1 when the member is of no interest.</returns>
    public int FindMember(ulong hash, ReadOnlySpan<byte> name)
    {
        var members = _members;
        for (var at = (int)hash & (members.Length - 1); members[at].Name is { } candidate; at = (at + 1) & (members.Length - 1))
        {
            if (members[at].Hash == hash && name.SequenceEqual(candidate))
            {
                return members[at].Node;
            }
        }

        return -1;
    }

    /// <summary>Finds the node of an item.</summary>
    /// <returns>The node's number; -1 when the item is of no interest.</returns>
    public int FindItem(int position)
    {
        foreach (var item in _items)
        {
            if (item.Position == position)
            {
                return item.Node;
            }
        }

        return -1;
    }

    /// <summary>Adds a member, unless it is there.</summary>
    public int AddMember(ReadOnlySpan<byte> name, List<SlotNode> nodes)
    {
        var hash = NameHash.Of(name);
        var known = FindMember(hash, name);
        if (known >= 0)
        {
            return known;
        }

        if (2 * ++_memberCount > _members.Length)
        {
            var smaller = _members;
            _members = new Member[2 * smaller.Length];
            foreach (var member in smaller.Where(static member => member.Name is not null))
            {
                Insert(member);
            }
        }

        Insert(new Member(hash, name.ToArray(), nodes.Count));
        nodes.Add(new SlotNode());
        return nodes.Count - 1;
    }

    /// <summary>Adds an item, unless it is there.</summary>
    public int AddItem(int position, List<SlotNode> nodes)
    {
        var known = FindItem(position);
        if (known >= 0)
        {
            return known;
        }

        _items = [.. _items, (position, nodes.Count)];
        nodes.Add(new SlotNode());
        return nodes.Count - 1;
    }

    private void Insert(in Member member)
    {
        var at = (int)member.Hash & (_members.Length - 1);
        while (_members[at].Name is not null)
        {
            at = (at + 1) & (_members.Length - 1);
        }

        _members[at] = member;
    }

    private readonly record struct Member(ulong Hash, byte[]? Name, int Node);
}
