using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Aurion.Engine.Values;

/// <summary>Reads a payload once, from UTF-8: checks everything that <see cref="StrictJson"/> checks and notes where the fields of a plan stand.</summary>
/// <remarks>
/// For one thread at a time; kept and used again, it allocates nothing. The text is copied into a buffer that ends with
/// zeros. Zero is no part of any JSON text, so every loop below stops at the end by itself, and a vector that is loaded at a
/// byte of the text never leaves the buffer.
/// </remarks>
internal sealed class SlotReader
{
    private const int Padding = 64;
    private const int Refused = -1;
    private static readonly uint True = MemoryMarshal.Read<uint>("true"u8);
    private static readonly uint Alse = MemoryMarshal.Read<uint>("alse"u8);
    private static readonly uint Null = MemoryMarshal.Read<uint>("null"u8);
    private readonly NameStack _names = new();
    private byte[] _buffer = new byte[4096];
    private int _length;
    private JsonSlot[] _found = [];
    private SlotPlan _plan = SlotPlan.Empty;

    /// <summary>Gets a value indicating whether the text is ASCII alone.</summary>
    public bool IsAscii { get; private set; }

    /// <summary>Gets the position of the value's first byte, white space before it left out.</summary>
    public int Start { get; private set; }

    /// <summary>Gets the position behind the value's last byte.</summary>
    public int End { get; private set; }

    /// <summary>Reads a text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="plan">The fields to look for.</param>
    /// <returns>False when <see cref="StrictJson"/> refuses the text; it says why.</returns>
    public bool TryRead(ReadOnlySpan<byte> utf8, SlotPlan plan)
    {
        Prepare(utf8, plan);
        if (!IsAscii && !Utf8.IsValid(utf8))
        {
            return false;
        }

        ref var text = ref MemoryMarshal.GetArrayDataReference(_buffer);
        Start = SkipSpace(ref text, 0);
        End = ReadValue(ref text, Start, node: 0, depth: 0);
        return End != Refused && SkipSpace(ref text, End) == _length;
    }

    /// <summary>Gets where a field's value stands.</summary>
    public JsonSlot Find(int slot) => _plan.Choose(slot, _found);

    /// <summary>Gets the bytes of a value.</summary>
    public ReadOnlySpan<byte> BytesOf(in JsonSlot slot) => _buffer.AsSpan(slot.Start, slot.Length);

    /// <summary>Reads one value of a text that has been read: an item of a list.</summary>
    /// <param name="at">The position of its first byte; moved behind it.</param>
    public JsonSlot ReadItem(ref int at)
    {
        ref var text = ref MemoryMarshal.GetArrayDataReference(_buffer);
        _names.Clear();
        at = ReadValue(ref text, at, SlotPlan.ItemNode, depth: 1);
        return _found[SlotPlan.ItemNode];
    }

    /// <summary>Goes to the next item of a list: over white space, its comma, and white space.</summary>
    /// <param name="at">A position behind the opening bracket or an item; moved to the item.</param>
    /// <returns>False when the list ends there.</returns>
    public bool TryNextItem(ref int at)
    {
        ref var text = ref MemoryMarshal.GetArrayDataReference(_buffer);
        at = SkipSpace(ref text, at);
        if (Unsafe.Add(ref text, at) == ',')
        {
            at = SkipSpace(ref text, at + 1);
        }

        return Unsafe.Add(ref text, at) != ']';
    }

    private void Prepare(ReadOnlySpan<byte> utf8, SlotPlan plan)
    {
        if (_buffer.Length < utf8.Length + Padding)
        {
            _buffer = new byte[Math.Max(2 * _buffer.Length, utf8.Length + Padding)];
        }

        utf8.CopyTo(_buffer);
        _buffer.AsSpan(utf8.Length, Padding).Clear();
        _length = utf8.Length;
        IsAscii = Ascii.IsValid(utf8);
        _plan = plan;
        _names.Clear();
        if (_found.Length < plan.Nodes.Length)
        {
            _found = new JsonSlot[plan.Nodes.Length];
        }
        else
        {
            _found.AsSpan(0, plan.Nodes.Length).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipSpace(ref byte text, int at)
    {
        while (Unsafe.Add(ref text, at) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    private int ReadValue(ref byte text, int at, int node, int depth)
    {
        int end;
        JsonSlot slot;
        switch (Unsafe.Add(ref text, at))
        {
            case (byte)'"':
                end = ReadText(ref text, at + 1, out var isEscaped);
                slot = new JsonSlot(isEscaped ? JsonSlotKind.EscapedText : JsonSlotKind.Text, at + 1, end - at - 1);
                end += end == Refused ? 0 : 1;
                break;
            case (byte)'{':
                end = ReadObject(ref text, at + 1, node, depth);
                slot = new JsonSlot(JsonSlotKind.Object, at, end - at);
                break;
            case (byte)'[':
                end = ReadList(ref text, at + 1, node, depth);
                slot = new JsonSlot(JsonSlotKind.List, at, end - at);
                break;
            case (byte)'t' when Word(ref text, at) == True:
                end = at + 4;
                slot = new JsonSlot(JsonSlotKind.True, at, 4);
                break;
            case (byte)'n' when Word(ref text, at) == Null:
                end = at + 4;
                slot = new JsonSlot(JsonSlotKind.Null, at, 4);
                break;
            case (byte)'f' when Word(ref text, at + 1) == Alse:
                end = at + 5;
                slot = new JsonSlot(JsonSlotKind.False, at, 5);
                break;
            default:
                end = ReadNumber(ref text, at);
                slot = new JsonSlot(JsonSlotKind.Number, at, end - at);
                break;
        }

        if (node >= 0 && end != Refused)
        {
            _found[node] = slot;
        }

        return end;
    }

    private int ReadObject(ref byte text, int at, int node, int depth)
    {
        if (depth == StrictJson.MaxDepth)
        {
            return Refused;
        }

        at = SkipSpace(ref text, at);
        if (Unsafe.Add(ref text, at) == '}')
        {
            return at + 1;
        }

        var mark = _names.Open();
        while (Unsafe.Add(ref text, at) == '"')
        {
            at = ReadName(ref text, at + 1, node, ref mark, out var member);
            at = at == Refused ? at : ReadValue(ref text, at, member, depth + 1);
            if (at == Refused)
            {
                return Refused;
            }

            at = SkipSpace(ref text, at);
            switch (Unsafe.Add(ref text, at))
            {
                case (byte)',':
                    at = SkipSpace(ref text, at + 1);
                    break;
                case (byte)'}':
                    _names.Close(mark);
                    return at + 1;
                default:
                    return Refused;
            }
        }

        return Refused;
    }

    private int ReadName(ref byte text, int at, int node, ref NameStack.Mark mark, out int member)
    {
        member = -1;
        var end = ReadText(ref text, at, out var isEscaped);
        if (end == Refused)
        {
            return Refused;
        }

        var name = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref text, at), end - at);
        var start = isEscaped ? _names.Unescape(name, out name) : at;
        var hash = NameHash.Of(name);
        if (!_names.Add(ref mark, _buffer, start, name.Length, hash))
        {
            return Refused;
        }

        member = node < 0 ? -1 : _plan.Nodes[node].FindMember(hash, name);
        at = SkipSpace(ref text, end + 1);
        return Unsafe.Add(ref text, at) == ':' ? SkipSpace(ref text, at + 1) : Refused;
    }

    private int ReadList(ref byte text, int at, int node, int depth)
    {
        if (depth == StrictJson.MaxDepth)
        {
            return Refused;
        }

        at = SkipSpace(ref text, at);
        if (Unsafe.Add(ref text, at) == ']')
        {
            return at + 1;
        }

        var items = node >= 0 && _plan.Nodes[node].HasItems ? _plan.Nodes[node] : null;
        for (var position = 0; ; position++)
        {
            at = ReadValue(ref text, at, items is null ? -1 : items.FindItem(position), depth + 1);
            if (at == Refused)
            {
                return Refused;
            }

            at = SkipSpace(ref text, at);
            switch (Unsafe.Add(ref text, at))
            {
                case (byte)',':
                    at = SkipSpace(ref text, at + 1);
                    break;
                case (byte)']':
                    return at + 1;
                default:
                    return Refused;
            }
        }
    }

    /// <summary>Reads a text from behind its opening quote.</summary>
    /// <returns>The position of the closing quote.</returns>
    private int ReadText(ref byte text, int at, out bool isEscaped)
    {
        isEscaped = false;
        while (true)
        {
            var bytes = Vector256.LoadUnsafe(ref text, (nuint)at);
            var stops = (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes)).ExtractMostSignificantBits();
            if (stops == 0)
            {
                at += Vector256<byte>.Count;
                continue;
            }

            at += BitOperations.TrailingZeroCount(stops);
            switch (Unsafe.Add(ref text, at))
            {
                case (byte)'"':
                    return at;
                case (byte)'\\':
                    var length = JsonEscapes.Check(_buffer.AsSpan(at));
                    if (length == 0)
                    {
                        return Refused;
                    }

                    isEscaped = true;
                    at += length;
                    break;
                default:
                    return Refused;
            }
        }
    }

    private static int ReadNumber(ref byte text, int at)
    {
        var start = at;
        at += Unsafe.Add(ref text, at) == '-' ? 1 : 0;
        var digits = at;
        at = SkipDigits(ref text, at);
        if (at == digits || (Unsafe.Add(ref text, digits) == '0' && at > digits + 1))
        {
            return Refused;
        }

        if (Unsafe.Add(ref text, at) == '.')
        {
            digits = at + 1;
            at = SkipDigits(ref text, digits);
            if (at == digits)
            {
                return Refused;
            }
        }

        if (Unsafe.Add(ref text, at) is (byte)'e' or (byte)'E')
        {
            at++;
            at += Unsafe.Add(ref text, at) is (byte)'+' or (byte)'-' ? 1 : 0;
            digits = at;
            at = SkipDigits(ref text, digits);
            if (at == digits)
            {
                return Refused;
            }
        }

        return at - start <= StrictJson.MaxNumberLength ? at : Refused;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipDigits(ref byte text, int at)
    {
        while ((uint)(Unsafe.Add(ref text, at) - '0') <= 9)
        {
            at++;
        }

        return at;
    }

    private static uint Word(ref byte text, int at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, at));
}
