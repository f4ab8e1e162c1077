using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Aurion.Engine.Tests.Values;

/// <summary>One reading finds what <see cref="FieldPath.Find"/> finds and refuses what <see cref="StrictJson"/> refuses.</summary>
public sealed class SlotReaderTests
{
    private static readonly SlotPlan Plan = new(
    [
        .. new[]
        {
            "a", "b", "a.b", "a.b.c", "b.c", "items[0].id", "items[1]", "a[0][1].b", "previous.a.b", "items[0]", "id", "é", "日本.a",
            "long_name_of_more_than_16_bytes.a", "x1", "x2.a.b.c", "a.a.a.a", "items", "previous.items[0].id", "m7", "m79.a",
        }.Select(FieldPath.Parse),
    ]);

    private readonly SlotReader _reader = new();
    private int _accepted;

    [Fact]
    public void TryRead_RandomTexts_AgreesWithStrictJsonAndFieldPath()
    {
        var tried = 0;
        var property = Prop.ForAll(Arb.From(JsonFuzz.Texts), utf8 =>
        {
            tried++;
            return Agree(utf8);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), property);
        Assert.InRange(_accepted, tried / 4, tried - (tried / 10)); // both answers must have come up often
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData(" [1] ")]
    [InlineData("{}\0")]
    [InlineData("{} x")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"a.b\":{\"c\":1},\"a\":{\"b\":{\"c\":2}}}")]
    [InlineData("{\"a\":{\"b\":{\"c\":2}},\"a.b\":null}")]
    [InlineData("{\"a\":{\"b\":{\"c\":2}},\"a.b\":{\"x\":1}}")]
    [InlineData("{\"items\":[{\"id\":1}],\"items[0]\":{\"id\":2}}")]
    [InlineData("{\"a\":\"\\ud83d\\ude00\"}")]
    [InlineData("{\"a\":\"\\ud83d\"}")]
    [InlineData("{\"a\":\"\\")]
    [InlineData("{\"a\":\"\\u00")]
    public void TryRead_SpecialTexts_AgreesWithStrictJsonAndFieldPath(string text) => Assert.True(Agree(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void TryRead_InvalidUtf8_AgreesWithStrictJson()
    {
        foreach (var bad in new byte[][] { [0xC3], [0xFF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80] })
        {
            Assert.True(Agree([.. "{\"a\":\""u8, .. bad, .. "\"}"u8]));
            Assert.True(Agree([.. "{\""u8, .. bad, .. "\":1}"u8]));
            Assert.True(Agree(bad));
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    public void TryRead_DeepTexts_AgreesWithStrictJson(int depth) =>
        Assert.True(Agree(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth))));

    [Fact]
    public void TryRead_ManyNamesInNestedLargeObjects_FindsTheOneThatStandsTwice()
    {
        var members = string.Join(',', Enumerable.Range(0, 500).Select(static member => $"\"n{member}\":{{{Inner(member)}}}"));
        Assert.True(_reader.TryRead(Encoding.UTF8.GetBytes($"{{{members}}}"), Plan));
        Assert.True(Agree(Encoding.UTF8.GetBytes($"{{{members},\"n250\":1}}")));
        Assert.False(_reader.TryRead(Encoding.UTF8.GetBytes($"{{{members},\"n0\":1}}"), Plan));

        static string Inner(int member) => string.Join(',', Enumerable.Range(0, 40).Select(inner => $"\"n{inner + member}\":{inner}"));
    }

    [Fact]
    public void TryRead_SecondTime_AllocatesNothing()
    {
        var utf8 = Encoding.UTF8.GetBytes(
            $"{{\"a\":{{\"b\":\"\\u0041 text\"}},{string.Join(',', Enumerable.Range(0, 100).Select(static member => $"\"m{member}\":[{member},\"é\"]"))}}}");
        Assert.True(_reader.TryRead(utf8, Plan));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = _reader.TryRead(utf8, Plan);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(read);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void ReadItem_ListOfEveryKind_GivesEachItem()
    {
        Assert.True(_reader.TryRead("{\"a\": [ 1,\"x\" , {\"a\":[2]},[ ], null ] }"u8, Plan));
        var list = _reader.Find(0);
        var items = new List<string>();
        for (var at = list.Start + 1; _reader.TryNextItem(ref at);)
        {
            items.Add(Encoding.UTF8.GetString(_reader.BytesOf(_reader.ReadItem(ref at))));
        }

        Assert.Equal(["1", "x", "{\"a\":[2]}", "[ ]", "null"], items);
        Assert.Equal(JsonSlotKind.List, _reader.Find(0).Kind);
    }

    private bool Agree(byte[] utf8)
    {
        JsonText expected;
        var accepted = _reader.TryRead(utf8, Plan);
        try
        {
            var (start, end) = StrictJson.Check(utf8); // the one that explains: an implementation of its own, on the framework's reader
            expected = new JsonText(utf8.AsMemory(start..end));
        }
        catch (JsonException)
        {
            return !accepted;
        }

        _accepted++;
        Assert.True(accepted, Encoding.UTF8.GetString(utf8));
        Assert.True(expected.Utf8.Span.SequenceEqual(utf8.AsSpan(_reader.Start, _reader.End - _reader.Start)));
        for (var slot = 0; slot < Plan.Paths.Length; slot++)
        {
            AssertSame(Plan.Paths[slot].Find(expected.Element), _reader.Find(slot), $"{Plan.Paths[slot]} in {expected}");
        }

        return true;
    }

    private void AssertSame(JsonElement expected, JsonSlot slot, string message)
    {
        var kind = slot.Kind switch
        {
            JsonSlotKind.Missing => JsonValueKind.Undefined,
            JsonSlotKind.Null => JsonValueKind.Null,
            JsonSlotKind.False => JsonValueKind.False,
            JsonSlotKind.True => JsonValueKind.True,
            JsonSlotKind.Number => JsonValueKind.Number,
            JsonSlotKind.Text or JsonSlotKind.EscapedText => JsonValueKind.String,
            JsonSlotKind.List => JsonValueKind.Array,
            _ => JsonValueKind.Object,
        };
        Assert.True(expected.ValueKind == kind, message);
        if (kind is JsonValueKind.String)
        {
            var plain = _reader.BytesOf(slot).ToArray();
            Assert.Equal(slot.Kind is JsonSlotKind.EscapedText, plain.Contains((byte)'\\'));
            var unescaped = new byte[plain.Length];
            Assert.Equal(expected.GetString(), Encoding.UTF8.GetString(unescaped.AsSpan(0, JsonEscapes.Unescape(plain, unescaped))));
        }
        else if (kind is not JsonValueKind.Undefined)
        {
            Assert.True(JsonMarshal.GetRawUtf8Value(expected).SequenceEqual(_reader.BytesOf(slot)), message);
        }
    }
}
