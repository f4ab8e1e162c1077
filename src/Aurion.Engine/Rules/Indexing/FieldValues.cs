using System.Text;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules.Indexing;

/// <summary>One value of a payload at a time, with the readings that the index asks for, each made once and only when asked for.</summary>
/// <remarks>For one thread at a time; kept and used again, it allocates nothing unless a text is not in NFC.</remarks>
internal sealed class FieldValues
{
    private SlotReader _reader = null!;
    private JsonSlot _slot;
    private byte[] _unescaped = [];
    private int _plainLength = -1;
    private byte[] _folded = [];
    private int _foldedLength = -1;
    private NumberKey _number;
    private double _nearest;
    private NumberState _numberState;
    private int _nextItem;
    private int[] _seen = [];
    private int _turn;
    private int[] _places = [];

    /// <summary>Gets what the value is.</summary>
    public JsonSlotKind Kind => _slot.Kind;

    /// <summary>Gets a value indicating whether it is a number, or a text that is one.</summary>
    public bool IsNumber
    {
        get
        {
            if (_numberState is NumberState.Unread)
            {
                _numberState = ReadNumber();
            }

            return _numberState is not NumberState.None;
        }
    }

    /// <summary>Gets the double nearest to the number, when it is one.</summary>
    public double Nearest => _nearest;

    /// <summary>Gets the number, when it is one.</summary>
    public ref readonly NumberKey Number
    {
        get
        {
            if (_numberState is NumberState.Short)
            {
                _ = NumberKey.TryRead(Plain, out _number);
                _numberState = NumberState.Whole;
            }

            return ref _number;
        }
    }

    /// <summary>Gets the bytes of a text without escapes, or of another value as JSON writes it.</summary>
    public ReadOnlySpan<byte> Plain
    {
        get
        {
            if (Kind is not JsonSlotKind.EscapedText)
            {
                return _reader.BytesOf(_slot);
            }

            if (_plainLength < 0)
            {
                var escaped = _reader.BytesOf(_slot);
                EnsureRoom(ref _unescaped, escaped.Length + 64);
                _plainLength = JsonEscapes.Unescape(escaped, _unescaped);
            }

            return _unescaped.AsSpan(0, _plainLength);
        }
    }

    /// <summary>Gets the folded bytes of a text, number or Boolean. Eight zeros stand behind them.</summary>
    public ReadOnlySpan<byte> Folded
    {
        get
        {
            if (_foldedLength < 0)
            {
                var plain = Plain;
                EnsureRoom(ref _folded, TextFold.Room(plain.Length));
                _foldedLength = TextFold.Fold(plain, _reader.IsAscii && Kind is not JsonSlotKind.EscapedText, _folded);
                _folded.AsSpan(_foldedLength, sizeof(ulong)).Clear();
            }

            return _folded.AsSpan(0, _foldedLength);
        }
    }

    /// <summary>Gets a value indicating whether it is missing, null, blank, or without content.</summary>
    public bool IsEmpty => Kind switch
    {
        JsonSlotKind.Missing or JsonSlotKind.Null => true,
        JsonSlotKind.Text or JsonSlotKind.EscapedText => IsBlank(Plain),
        JsonSlotKind.List or JsonSlotKind.Object => Plain[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0,
        _ => false,
    };

    /// <summary>Goes to a value.</summary>
    public void Load(SlotReader reader, in JsonSlot slot)
    {
        _reader = reader;
        _slot = slot;
        _plainLength = -1;
        _foldedLength = -1;
        _numberState = NumberState.Unread;
    }

    /// <summary>Goes into a list; the value itself is left.</summary>
    public void OpenList() => _nextItem = _slot.Start + 1;

    /// <summary>Goes to the next item of the list.</summary>
    public bool TryNextItem()
    {
        if (!_reader.TryNextItem(ref _nextItem))
        {
            return false;
        }

        Load(_reader, _reader.ReadItem(ref _nextItem));
        return true;
    }

    /// <summary>Lends a memory of what was found in this turn.</summary>
    /// <param name="count">How many things may be found.</param>
    /// <param name="turn">The number of this turn, unlike all before.</param>
    public int[] Remember(int count, out int turn)
    {
        if (_seen.Length < count || _turn == int.MaxValue)
        {
            _seen = new int[Math.Max(count, 2 * _seen.Length)];
            _turn = 0;
        }

        turn = ++_turn;
        return _seen;
    }

    /// <summary>Lends room to note places in a text.</summary>
    public int[] Places(int count)
    {
        if (_places.Length < count)
        {
            _places = new int[Math.Max(256, 2 * count)];
        }

        return _places;
    }

    private NumberState ReadNumber()
    {
        if (Kind is not (JsonSlotKind.Number or JsonSlotKind.Text or JsonSlotKind.EscapedText))
        {
            return NumberState.None;
        }

        if (NumberKey.TryReadShort(Plain, out _nearest))
        {
            return NumberState.Short;
        }

        if (!NumberKey.TryRead(Plain, out _number))
        {
            return NumberState.None;
        }

        _nearest = _number.Nearest;
        return NumberState.Whole;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var used);
            if (!Rune.IsWhiteSpace(rune))
            {
                return false;
            }

            text = text[used..];
        }

        return true;
    }

    private static void EnsureRoom(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[Math.Max(256, 2 * length)];
        }
    }

    private enum NumberState : byte
    {
        Unread,
        None,
        Short,
        Whole,
    }
}
