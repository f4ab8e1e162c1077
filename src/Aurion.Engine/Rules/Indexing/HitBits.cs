namespace Aurion.Engine.Rules.Indexing;

/// <summary>Collects the rules whose condition in one column holds. One set of rules alone is borrowed; more are joined in bits of its own.</summary>
/// <remarks>For one thread at a time; kept and used again, it allocates nothing.</remarks>
internal sealed class HitBits
{
    private ulong[] _own = [];
    private ulong[]? _borrowed;
    private int _length;
    private bool _isOwn;

    /// <summary>Gets the bits; missing blocks at the end are empty.</summary>
    public ReadOnlySpan<ulong> Bits => _isOwn ? _own.AsSpan(0, _length) : _borrowed;

    /// <summary>Forgets everything.</summary>
    /// <param name="words">The length of the index's bits.</param>
    public void Clear(int words)
    {
        _length = words;
        _borrowed = null;
        _isOwn = false;
    }

    /// <summary>Adds rules.</summary>
    public void Add(RuleBits? rules)
    {
        if (rules is null)
        {
            return;
        }

        if (rules.Words is { } bits && !_isOwn && _borrowed is null)
        {
            _borrowed = bits;
            return;
        }

        rules.AddTo(Own());
    }

    /// <summary>Adds rules whose bits do not change.</summary>
    public void Add(ulong[] bits)
    {
        if (!_isOwn && _borrowed is null)
        {
            _borrowed = bits;
            return;
        }

        BitBlocks.Or(Own(), bits);
    }

    /// <summary>Gets the bits to set some.</summary>
    public Span<ulong> Own()
    {
        if (_isOwn)
        {
            return _own.AsSpan(0, _length);
        }

        if (_own.Length < _length)
        {
            _own = new ulong[_length];
        }

        var own = _own.AsSpan(0, _length);
        ReadOnlySpan<ulong> borrowed = _borrowed;
        borrowed = borrowed.Length > _length ? borrowed[.._length] : borrowed;
        borrowed.CopyTo(own);
        own[borrowed.Length..].Clear();
        _isOwn = true;
        return own;
    }
}
