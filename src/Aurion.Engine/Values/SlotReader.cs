using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private const int Refused = JsonScan.Refused;
    private static readonly uint True = MemoryMarshal.Read<uint>("true"u8);
    private static readonly uint Alse = MemoryMarshal.Read<uint>("alse"u8);
    private static readonly uint Null = MemoryMarshal.Read<uint>("null"u8);
    private readonly NameStack _names = new();
    private readonly NameTrail _trail = new();
    private byte[] _buffer = new byte[4096];
    private int _length;
    private JsonSlot[] _found = [];
    private SlotPlan _plan = SlotPlan.Empty;
    private int _planNumber;

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
        Start = JsonScan.SkipSpace(ref text, 0);
        End = ReadValue(ref text, Start, node: 0, depth: 0, NameTrail.None);
        return End != Refused && JsonScan.SkipSpace(ref text, End) == _length;
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
        at = ReadValue(ref text, at, SlotPlan.ItemNode, depth: 1, NameTrail.None);
        return _found[SlotPlan.ItemNode];
    }

    /// <summary>Goes to the next item of a list: over white space, its comma, and white space.</summary>
    /// <param name="at">A position behind the opening bracket or an item; moved to the item.</param>
    /// <returns>False when the list ends there.</returns>
    public bool TryNextItem(ref int at)
    {
        ref var text = ref MemoryMarshal.GetArrayDataReference(_buffer);
        at = JsonScan.SkipSpace(ref text, at);
        if (Unsafe.Add(ref text, at) == ',')
        {
            at = JsonScan.SkipSpace(ref text, at + 1);
        }

        return Unsafe.Add(ref text, at) != ']';
    }

    private void Prepare(ReadOnlySpan<byte> utf8, SlotPlan plan)
    {
        if (_buffer.Length < utf8.Length + Padding)
        {
            _buffer = new byte[Math.Max(2 * _buffer.Length, utf8.Length + Padding)];
        }

        IsAscii = JsonScan.Copy(utf8, _buffer);
        _buffer.AsSpan(utf8.Length, Padding).Clear();
        _length = utf8.Length;
        _planNumber += ReferenceEquals(_plan, plan) ? 0 : 1;
        _plan = plan;
        _names.Clear();
        _trail.Begin();
        if (_found.Length < plan.Nodes.Length)
        {
            _found = new JsonSlot[plan.Nodes.Length];
        }
        else
        {
            _found.AsSpan(0, plan.Nodes.Length).Clear();
        }
    }

    private int ReadValue(ref byte text, int at, int node, int depth, int trail)
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
                end = ReadObject(ref text, at + 1, node, depth, trail);
                slot = new JsonSlot(JsonSlotKind.Object, at, end - at);
                break;
            case (byte)'[':
                end = ReadList(ref text, at + 1, node, depth, trail);
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
                end = JsonScan.SkipNumber(ref text, at);
                slot = new JsonSlot(JsonSlotKind.Number, at, end - at);
                break;
        }

        if (node >= 0 && end != Refused)
        {
            _found[node] = slot;
        }

        return end;
    }

    private int ReadObject(ref byte text, int at, int node, int depth, int trail)
    {
        if (depth == StrictJson.MaxDepth)
        {
            return Refused;
        }

        at = JsonScan.SkipSpace(ref text, at);
        if (Unsafe.Add(ref text, at) == '}')
        {
            return at + 1;
        }

        var mark = _names.Open();
        var isOnTrail = trail != NameTrail.None || depth == 0;
        var expected = isOnTrail ? _trail[trail].Child : NameTrail.None;
        var before = NameTrail.None;
        while (Unsafe.Add(ref text, at) == '"')
        {
            int member;
            expected = _trail.Find(ref Unsafe.Add(ref text, at + 1), expected);
            if (expected != NameTrail.None)
            {
                before = expected;
                ref var entry = ref _trail[expected];
                if (entry.Plan != _planNumber || entry.Node != node)
                {
                    Renew(ref entry, ref Unsafe.Add(ref text, at + 1), node);
                }

                _names.AddNew(ref mark, at + 1, entry.Length, entry.Hash);
                member = entry.Member;
                at = ReadColon(ref text, at + entry.Length + 2);
            }
            else
            {
                at = ReadName(ref text, at + 1, node, ref mark, isOnTrail ? trail : Refused, ref before, out member);
                isOnTrail &= before != NameTrail.None;
            }

            at = at == Refused ? at : ReadValue(ref text, at, member, depth + 1, before);
            if (at == Refused)
            {
                return Refused;
            }

            expected = isOnTrail ? _trail[before].Next : NameTrail.None;
            at = JsonScan.SkipSpace(ref text, at);
            switch (Unsafe.Add(ref text, at))
            {
                case (byte)',':
                    at = JsonScan.SkipSpace(ref text, at + 1);
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

    /// <summary>Looks up what a known name means to a plan that is not the one it was last met with.</summary>
    private void Renew(ref NameTrail.Entry entry, ref byte name, int node)
    {
        entry.Plan = _planNumber;
        entry.Node = node;
        entry.Member = node < 0 ? -1 : _plan.Nodes[node].FindMember(entry.Hash, MemoryMarshal.CreateReadOnlySpan(ref name, entry.Length));
    }

    /// <summary>
    /// Reads a name that was not expected, and puts it on the trail: behind the entry <c>before</c>, which becomes its own,
    /// in the object of the member with the entry <c>parent</c>, which is refused when the object is off the trail.
    /// </summary>
    private int ReadName(ref byte text, int at, int node, ref NameStack.Mark mark, int parent, ref int before, out int member)
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
        before = parent == Refused || isEscaped ? NameTrail.None : _trail.Add(before, parent, name, hash);
        return ReadColon(ref text, end + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadColon(ref byte text, int at)
    {
        at = JsonScan.SkipSpace(ref text, at);
        return Unsafe.Add(ref text, at) == ':' ? JsonScan.SkipSpace(ref text, at + 1) : Refused;
    }

    private int ReadList(ref byte text, int at, int node, int depth, int trail)
    {
        if (depth == StrictJson.MaxDepth)
        {
            return Refused;
        }

        at = JsonScan.SkipSpace(ref text, at);
        if (Unsafe.Add(ref text, at) == ']')
        {
            return at + 1;
        }

        var items = node >= 0 && _plan.Nodes[node].HasItems ? _plan.Nodes[node] : null;
        for (var position = 0; ; position++)
        {
            at = ReadValue(ref text, at, items is null ? -1 : items.FindItem(position), depth + 1, trail);
            if (at == Refused)
            {
                return Refused;
            }

            at = JsonScan.SkipSpace(ref text, at);
            switch (Unsafe.Add(ref text, at))
            {
                case (byte)',':
                    at = JsonScan.SkipSpace(ref text, at + 1);
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadText(ref byte text, int at, out bool isEscaped)
    {
        isEscaped = false;
        var end = JsonScan.FindStop(ref text, at);
        return Unsafe.Add(ref text, end) == '"' ? end : ReadEscaped(ref text, end, out isEscaped);
    }

    private int ReadEscaped(ref byte text, int at, out bool isEscaped)
    {
        isEscaped = true;
        while (Unsafe.Add(ref text, at) == '\\')
        {
            var length = JsonEscapes.Check(_buffer.AsSpan(at));
            if (length == 0)
            {
                return Refused;
            }

            at = JsonScan.FindStop(ref text, at + length);
        }

        return Unsafe.Add(ref text, at) == '"' ? at : Refused;
    }

    private static uint Word(ref byte text, int at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, at));
}
