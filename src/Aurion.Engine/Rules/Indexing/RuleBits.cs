using System.Numerics;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>A set of positions of rules: a short list, or bits in blocks of 256.</summary>
/// <remarks>
/// Whoever made it (<paramref name="owner"/>, an edit under way) may change it until it is published; everyone else gets a
/// changed copy. So building a set and editing a published one are the same code.
/// </remarks>
internal sealed class RuleBits(object owner)
{
    /// <summary>Words of 64 bits in a block.</summary>
    public const int BlockWords = 4;

    private const int FirstList = 4;
    private readonly object _owner = owner;
    private int[] _list = [];
    private ulong[]? _bits;
    private int _count;

    /// <summary>Gets a value indicating whether no rule is in it.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Gets the positions as a list, in any order; empty when they are kept as bits.</summary>
    public ReadOnlySpan<int> List => _list.AsSpan(0, _bits is null ? _count : 0);

    /// <summary>Gets the positions as bits; null when they are kept as a list.</summary>
    public ulong[]? Words => _bits;

    /// <summary>Adds a position, unless it is in it.</summary>
    /// <returns>The set that has it.</returns>
    public static RuleBits Add(RuleBits? bits, int position, object owner)
    {
        var own = bits is null ? new RuleBits(owner) : bits.OwnedBy(owner);
        own.Add(position);
        return own;
    }

    /// <summary>Removes a position, if it is in it.</summary>
    /// <returns>The set without it.</returns>
    public static RuleBits? Remove(RuleBits? bits, int position, object owner)
    {
        if (bits is null)
        {
            return null;
        }

        var own = bits.OwnedBy(owner);
        own.Remove(position);
        return own;
    }

    /// <summary>Adds the positions to bits that are long enough.</summary>
    public void AddTo(Span<ulong> bits)
    {
        if (_bits is { } own)
        {
            BitBlocks.Or(bits, own);
            return;
        }

        foreach (var position in _list.AsSpan(0, _count))
        {
            bits[position >> 6] |= 1UL << position;
        }
    }

    /// <summary>Gets the positions as bits, however they are kept.</summary>
    public ulong[] ToWords()
    {
        if (_bits is not null || _count == 0)
        {
            return _bits ?? [];
        }

        var last = 0;
        foreach (var position in List)
        {
            last = Math.Max(last, position);
        }

        var words = new ulong[((last >> 8) + 1) * BlockWords];
        AddTo(words);
        return words;
    }

    private RuleBits OwnedBy(object owner) => ReferenceEquals(_owner, owner)
        ? this
        : new RuleBits(owner) { _list = [.. _list], _bits = (ulong[]?)_bits?.Clone(), _count = _count };

    private bool Has(int position) => _bits is not null
        ? position >> 6 < _bits.Length && (_bits[position >> 6] & (1UL << position)) != 0
        : _list.AsSpan(0, _count).Contains(position);

    private void Add(int position)
    {
        if (Has(position))
        {
            return;
        }

        var blocks = (position >> 8) + 1;
        if (_bits is null && _count >= FirstList + (blocks / 2))
        {
            _bits = new ulong[blocks * BlockWords];
            foreach (var listed in _list.AsSpan(0, _count))
            {
                Set(listed);
            }

            _list = [];
        }

        if (_bits is not null)
        {
            Set(position);
        }
        else
        {
            if (_count == _list.Length)
            {
                Array.Resize(ref _list, Math.Max(FirstList, 2 * _count));
            }

            _list[_count] = position;
        }

        _count++;
    }

    private void Set(int position)
    {
        if (position >> 6 >= _bits!.Length)
        {
            Array.Resize(ref _bits, (int)BitOperations.RoundUpToPowerOf2((uint)(((position >> 8) + 1) * BlockWords)));
        }

        _bits[position >> 6] |= 1UL << position;
    }

    private void Remove(int position)
    {
        if (_bits is not null)
        {
            if (Has(position))
            {
                _bits[position >> 6] &= ~(1UL << position);
                _count--;
            }

            return;
        }

        var at = _list.AsSpan(0, _count).IndexOf(position);
        if (at >= 0)
        {
            _list[at] = _list[--_count];
        }
    }
}
