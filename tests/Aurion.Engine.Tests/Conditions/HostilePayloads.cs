using System.Text;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>Payloads that are meant to harm, by name, with what is to come of them: refused, or the rules that match.</summary>
internal static class HostilePayloads
{
    public const string Refused = "refused";
    private const int Large = 5_000_000;

    private static readonly Dictionary<string, (Func<byte[]> Payload, string Outcome)> ByName = new(StringComparer.Ordinal)
    {
        ["a number of a million digits"] = (() => Utf8($"{{\"n\":{new string('1', 1_000_000)}}}"), Refused),
        ["a fraction of a million digits"] = (() => Utf8($"{{\"n\":0.{new string('1', 1_000_000)}}}"), Refused),
        ["a million digits in a text"] = (() => Utf8($"{{\"n\":\"{new string('1', 1_000_000)}\"}}"), ""),
        ["1e400"] = (() => Utf8("""{"n":1e400}"""), "more"),
        ["-1e400"] = (() => Utf8("""{"n":-1e400}"""), ""),
        ["1e-400"] = (() => Utf8("""{"n":1e-400}"""), ""),
        ["an exponent of eighteen digits"] = (() => Utf8("""{"n":1e999999999999999999}"""), "more"),
        ["an exponent of ninety digits"] = (() => Utf8($"{{\"n\":1e{new string('9', 90)}}}"), ""),
        ["the exponent that overflows a long"] = (() => Utf8("""{"n":10e9223372036854775807}"""), ""),
        ["NaN"] = (() => Utf8("""{"n":NaN}"""), Refused),
        ["Infinity"] = (() => Utf8("""{"n":Infinity}"""), Refused),
        ["a leading plus"] = (() => Utf8("""{"n":+2}"""), Refused),
        ["a leading zero"] = (() => Utf8("""{"n":02}"""), Refused),
        ["hexadecimal"] = (() => Utf8("""{"n":0x10}"""), Refused),
        ["depth 64"] = (() => Nested(64), ""),
        ["depth 65"] = (() => Nested(65), Refused),
        ["depth 100,000"] = (() => Nested(100_000), Refused),
        ["lists in lists, 100,000 deep, never closed"] = (() => Utf8("{\"f\":" + new string('[', 100_000)), Refused),
        ["a key twice"] = (() => Utf8("""{"f":"needle","f":"x"}"""), Refused),
        ["a key twice, once escaped"] = (() => Utf8("""{"f":"needle","\u0066":"x"}"""), Refused),
        ["a key twice, deep inside"] = (() => Utf8("""{"o":[{"p":{"k":1,"k":2}}]}"""), Refused),
        ["half a surrogate pair"] = (() => Utf8("""{"f":"needle \ud800"}"""), Refused),
        ["the second half alone"] = (() => Utf8("""{"f":"needle \udc00"}"""), Refused),
        ["the halves swapped"] = (() => Utf8("""{"f":"\udc00\ud800"}"""), Refused),
        ["half a pair in a key"] = (() => Utf8("""{"\ud800":1}"""), Refused),
        ["overlong UTF-8"] = (() => Around([0xC0, 0x80]), Refused),
        ["a surrogate in UTF-8"] = (() => Around([0xED, 0xA0, 0x80]), Refused),
        ["UTF-8 past the last character"] = (() => Around([0xF5, 0x80, 0x80, 0x80]), Refused),
        ["UTF-8 cut off"] = (() => Around([0xE2, 0x82]), Refused),
        ["a stray continuation"] = (() => Around([0x80]), Refused),
        ["an escaped NUL"] = (() => Utf8("""{"f":"needle\u0000"}"""), Refused),
        ["an escaped NUL in a key"] = (() => Utf8("""{"f\u0000":1}"""), Refused),
        ["a NUL byte"] = (() => Around([0x00]), Refused),
        ["a control character"] = (() => Around([0x1B]), Refused),
        ["a byte order mark before it"] = (() => [0xEF, 0xBB, 0xBF, .. "{}"u8], Refused),
        ["UTF-16"] = (() => Encoding.Unicode.GetBytes("{\"f\":\"needle\"}"), Refused),
        ["nothing"] = (() => [], Refused),
        ["whitespace alone"] = (() => Utf8(new string(' ', Large)), Refused),
        ["a list"] = (() => Utf8("[1]"), ""),
        ["a comment"] = (() => Utf8("""{"f":"needle"/* */}"""), Refused),
        ["a comma at the end"] = (() => Utf8("""{"f":"needle",}"""), Refused),
        ["more behind it"] = (() => Utf8("""{"f":"needle"}{"f":"x"}"""), Refused),
        ["cut off"] = (() => Utf8("""{"f":"needle"""), Refused),
        ["a text of five megabytes"] = (() => Text(new string('x', Large) + " needle"), "part word"),
        ["a text of five megabytes, nearly the word each time"] = (() => Text(string.Concat(Enumerable.Repeat("needl ", Large / 6))), ""),
        ["a text of five megabytes, the word inside words"] = (() => Text(string.Concat(Enumerable.Repeat("needles", Large / 7))), "part"),
        ["five megabytes of escapes"] = (() => Text(string.Concat(Enumerable.Repeat("\\u006e", Large / 6))), ""),
        ["a key of five megabytes"] = (() => Utf8($"{{\"{new string('k', Large)}\":1,\"f\":\"needle\"}}"), "part word"),
        ["a key of dots"] = (() => Utf8($"{{\"{new string('.', 1_000_000)}\":1,\"f\":\"needle\"}}"), "part word"),
        ["a hundred thousand keys"] = (() => Utf8($"{{{string.Join(',', Enumerable.Range(0, 100_000).Select(static at => $"\"k{at}\":{at}"))},\"f\":\"needle\"}}"), "part word"),
        ["a hundred thousand keys in previous"] = (() => Utf8($"{{\"f\":\"needle\",\"previous\":{{{string.Join(',', Enumerable.Range(0, 100_000).Select(static at => $"\"k{at}\":{at}"))},\"f\":\"x\"}}}}"), "changed part word"),
        ["three hundred thousand items"] = (() => Utf8($"{{\"tags\":[{string.Join(',', Enumerable.Repeat("1", 300_000))},\"vip\"]}}"), "tag"),
        ["three hundred thousand empty lists"] = (() => Utf8($"{{\"f\":[{string.Join(',', Enumerable.Repeat("[]", 300_000))}]}}"), ""),
        ["a hundred thousand times"] = (() => Utf8($"{{\"w\":[{string.Join(',', Enumerable.Repeat("\"2026-11-24T11:59:59\"", 100_000))}]}}"), ""),
        ["the first and the last time"] = (() => Utf8("""{"w":["9999-12-31T23:59:59.9999999-23:59","0001-01-01T00:00:00+23:59"]}"""), "old"),
        ["a path to the depth of 64"] = (() => Utf8($"{string.Concat(Enumerable.Repeat("{\"a\":", 62))}1{new string('}', 62)}"), "deep"),
        ["a regular expression's worst text"] = (() => Text(new string('a', 60_000) + "!"), ""),
        ["a regular expression's text that is too long"] = (() => Text(new string('a', 70_000)), ""),
        ["a regular expression's text, as long as allowed"] = (() => Text(new string('a', 65_536)), "pattern"),
        ["a flood of combining marks"] = (() => Text("e" + new string('\u0301', 500_000)), ""),
        ["combining marks to be sorted"] = (() => Text("e" + string.Concat(Enumerable.Repeat("\u0301\u0316", 100_000))), ""),
        ["combining marks in turn, descending"] = (() => Text("e" + new string('\u0301', 50_000) + new string('\u0316', 50_000)), ""),
        ["a composed letter, decomposed"] = (() => Text("e\u0301"), "same"),
        ["a byte order mark inside"] = (() => Text("\uFEFFneedle"), "part word"),
        ["what is no character"] = (() => Text("needle \uFFFE\uFFFF"), "part word"),
        ["writing direction turned"] = (() => Text("\u202Eneedle\u202C"), "part word"),
        ["dotted capital i"] = (() => Text("\u0130\u0130\u0130 NEEDLE"), "part word"),
        ["an address of five megabytes"] = (() => Utf8($"{{\"ip\":\"{string.Concat(Enumerable.Repeat("1.", Large / 2))}\"}}"), ""),
        ["colons"] = (() => Utf8($"{{\"ip\":[\"{new string(':', 100_000)}\",\"::ffff:10.0.0.1\"]}}"), "near"),
        ["an octal address"] = (() => Utf8("""{"ip":"012.0.0.1"}"""), ""),
        ["other kinds everywhere"] = (() => Utf8("""{"f":{"f":[null]},"n":[true,{}],"w":{"w":1},"ip":[[],{}],"tags":{"vip":"vip"},"a":"a","previous":[1]}"""), ""),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static (byte[] Payload, string Outcome) Get(string name) => (ByName[name].Payload(), ByName[name].Outcome);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Text(string text) => Utf8($"{{\"f\":\"{text}\"}}");

    private static byte[] Around(byte[] middle) => [.. "{\"f\":\"needle "u8, .. middle, .. "\"}"u8];

    private static byte[] Nested(int depth) => Utf8($"{{\"f\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}");
}
