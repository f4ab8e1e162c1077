using System.Text;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Values;

/// <summary>One reader, kept and used again, takes and refuses what the explaining check does: real payloads damaged in every place, and shapes that nearly repeat.</summary>
public sealed class SlotReaderDamageTests
{
    private const string Payload = """
        {"id":"0190a1b2-7c3d-7e4f-8a5b-000000070000","status":"open","category":"category_03","priority":"high","subject":"Refund für invoice \"2041\"",
        "tags":["vip","日本"],"amount":-9712.25e+1,"requester":{"id":"usr_7","name":"Zo\u00eb \ud83d\ude00","plan":null,"seats":0},"flags":[true,false,{"a":{}},[]],
        "custom_fields":{"a_name_that_is_longer_than_thirty_two_bytes":"text that goes over the border of a vector, twice over, to be sure","score":512.5},"":1}
        """;

    private static readonly SlotPlan Plan = new([.. new[] { "priority", "requester.plan", "tags", "custom_fields.score", "amount" }.Select(FieldPath.Parse)]);
    private static readonly SlotPlan OtherPlan = new([.. new[] { "a", "b.a", "requester.name", "c" }.Select(FieldPath.Parse)]);
    private readonly SlotReader _reader = new();

    [Fact]
    public void TryRead_EveryTruncation_AgreesWithStrictJson()
    {
        var utf8 = Encoding.UTF8.GetBytes(Payload);
        Agree(utf8, Plan);
        for (var length = 0; length < utf8.Length; length++)
        {
            Agree(utf8[..length], Plan);
            Agree(utf8, Plan); // the reader has not learned anything wrong
        }
    }

    [Fact]
    public void TryRead_EveryByteDamaged_AgreesWithStrictJson()
    {
        var utf8 = Encoding.UTF8.GetBytes(Payload);
        byte[] others = [.. "\0\"\\{}[]:,0e- \n\ta"u8, 0x1F, 0x7F, 0x80, 0xC0, 0xED, 0xFF];
        for (var at = 0; at < utf8.Length; at++)
        {
            var good = utf8[at];
            for (var bit = 0; bit < 8; bit++)
            {
                utf8[at] = (byte)(good ^ (1 << bit));
                Agree(utf8, Plan);
            }

            foreach (var other in others)
            {
                utf8[at] = other;
                Agree(utf8, Plan);
            }

            utf8[at] = good;
        }

        Agree(utf8, Plan);
    }

    [Fact]
    public void TryRead_EveryPlaceInAVector_AgreesWithStrictJson()
    {
        for (var spaces = 0; spaces < 70; spaces++)
        {
            Agree(Encoding.UTF8.GetBytes(new string(' ', spaces) + Payload), Plan);
            foreach (var end in new[] { "\"", "\\\"\"", "\\n\"", "\u0001\"", "é\"", "\\ud83d\"", "\\ud83d\\ude00\"", string.Empty, "\\", "\\u12\"" })
            {
                Agree(Encoding.UTF8.GetBytes($"{{\"priority\":\"{new string('x', spaces)}{end}}}"), Plan);
                Agree(Encoding.UTF8.GetBytes($"{{\"{new string('x', spaces)}{end}:1}}"), Plan);
            }
        }
    }

    /// <summary>Few names in every order, some twice: readings that begin alike and go on differently, with two plans in turns.</summary>
    [Fact]
    public void TryRead_ShapesThatNearlyRepeat_AgreesWithStrictJson()
    {
        var random = new Random(11);
        var accepted = 0;
        for (var number = 0; number < 30_000; number++)
        {
            var utf8 = Encoding.UTF8.GetBytes(Object(random, depth: 0));
            accepted += Agree(utf8, number % 3 == 0 ? OtherPlan : Plan) ? 1 : 0;
        }

        Assert.InRange(accepted, 5_000, 29_000);
    }

    /// <summary>More names than are remembered, in one object and over many texts.</summary>
    [Fact]
    public void TryRead_ManyNames_AgreesWithStrictJson()
    {
        var random = new Random(12);
        for (var number = 0; number < 300; number++)
        {
            var names = Enumerable.Range(0, random.Next(1, 90)).Select(member => $"n{member + (random.Next(40) == 0 ? random.Next(-30, 1_000) : 0)}");
            Agree(Encoding.UTF8.GetBytes($"{{{string.Join(',', names.Select(static name => $"\"{name}\":{{\"a\":1}}"))},\"priority\":\"{number}\"}}"), Plan);
        }
    }

    private static string Object(Random random, int depth)
    {
        string[] names = ["a", "b", "c", "priority", "requester", "plan", "a", "name", "\\u0061"];
        var members = Enumerable.Range(0, random.Next(5)).Select(_ =>
            $"\"{names[random.Next(names.Length - (random.Next(4) == 0 ? 0 : 1))]}\":{(depth < 3 && random.Next(3) == 0 ? Value(random, depth) : "1")}");
        return $"{{{string.Join(',', members)}}}";
    }

    private static string Value(Random random, int depth) =>
        random.Next(3) == 0 ? $"[{Object(random, depth + 1)},{Object(random, depth + 1)}]" : Object(random, depth + 1);

    /// <returns>Whether the text was accepted.</returns>
    private bool Agree(byte[] utf8, SlotPlan plan)
    {
        var accepted = _reader.TryRead(utf8, plan);
        (int Start, int End) expected;
        try
        {
            expected = StrictJson.Check(utf8);
        }
        catch (JsonException)
        {
            Assert.False(accepted, Encoding.UTF8.GetString(utf8));
            return false;
        }

        Assert.True(accepted, Encoding.UTF8.GetString(utf8));
        Assert.Equal(expected, (_reader.Start, _reader.End));
        var root = JsonDocument.Parse(utf8).RootElement;
        for (var slot = 0; slot < plan.Paths.Length; slot++)
        {
            var value = plan.Paths[slot].Find(root);
            var read = _reader.Find(slot);
            var text = Encoding.UTF8.GetString(_reader.BytesOf(read));
            Assert.Equal(value.ValueKind is JsonValueKind.Undefined ? string.Empty : value.GetRawText(), read.Kind is JsonSlotKind.Text or JsonSlotKind.EscapedText ? $"\"{text}\"" : text);
        }

        return true;
    }
}
