using System.Globalization;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Values;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Values;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "The name \"a\" stands twice in one object (line 1, byte 8).")]
    [InlineData("{\"a\":1,\n\"\\u0061\":2}", "The name \"a\" stands twice in one object (line 2, byte 1).")]
    [InlineData("[{\"b\":{\"x\":1},\"c\":[{\"x\":1}],\"b\":0}]", "The name \"b\" stands twice in one object (line 1, byte 29).")]
    [InlineData("\"a\\u0000b\"", "A text holds the character U+0000 (line 1, byte 3).")]
    [InlineData("{\"\\u0000\":1}", "A text holds the character U+0000 (line 1, byte 3).")]
    [InlineData("[\"\\ud800\"]", "A text holds half of a surrogate pair (line 1, byte 3).")]
    [InlineData("\"\\udc00\\ud800\"", "A text holds half of a surrogate pair (line 1, byte 2).")]
    [InlineData("\"\\ud83d\\ude00\\ud83d\"", "A text holds half of a surrogate pair (line 1, byte 14).")]
    [InlineData("\"\\ud83dx\\ude00\"", "A text holds half of a surrogate pair (line 1, byte 2).")]
    [InlineData("{\"\\ud800\":1}", "A text holds half of a surrogate pair (line 1, byte 3).")]
    public void Parse_WhatWouldTroubleLaterCode_IsRefusedWithItsPlace(string json, string message) =>
        Assert.Equal(message, Assert.Throws<JsonException>(() => JsonText.Parse(json)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1}x")]
    [InlineData("// no\n1")]
    [InlineData("01")]
    [InlineData("NaN")]
    [InlineData("'a'")]
    [InlineData("\"\u0001\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\uFEFF1")]
    public void Parse_NoJson_SaysSoWithThePlace(string json) =>
        Assert.Matches(@"^The text is not JSON: .*\(line \d+, byte \d+\)\.$", Assert.Throws<JsonException>(() => JsonText.Parse(json)).Message);

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1.5E-99999999999")]
    [InlineData("\"\\ud83d\\ude00\\n\\u0001\"")]
    [InlineData("{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]},\"b\":1}")]
    [InlineData("{\"\":1,\" \":2}")]
    [InlineData("\"\\\\ud800\"")] // an escaped backslash, then letters
    public void Parse_UnusualButSound_IsKeptAsItIs(string json)
    {
        var text = JsonText.Parse($" \n{json}\t");

        Assert.Equal(json, text.ToString());
        Walk(text.Element);
    }

    [Fact]
    public void Parse_InvalidUtf8_IsRefusedWithItsPlace()
    {
        byte[] json = [.. "[\"é\",\""u8, 0xED, 0xA0, 0x80, .. "\"]"u8]; // a surrogate in three bytes
        Assert.Equal("The text is not valid UTF-8 (line 1, byte 8).", Assert.Throws<JsonException>(() => StrictJson.Parse(json)).Message);
    }

    [Fact]
    public void Parse_HalfAPairInTheString_IsRefused() =>
        Assert.Equal("A text holds half of a surrogate pair (line 1, byte 4).", Assert.Throws<JsonException>(() => JsonText.Parse("\"ab\ud800\"")).Message);

    [Fact]
    public void Parse_Depth_64IsTakenAnd65Refused()
    {
        Walk(JsonText.Parse(new string('[', 64) + new string(']', 64)).Element);
        Assert.StartsWith(
            "The text is nested deeper than 64 levels (line 1, byte 65)",
            Assert.Throws<JsonException>(() => JsonText.Parse(new string('[', 65) + new string(']', 65))).Message,
            StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonText.Parse(new string('[', 1_000_000)));
    }

    [Fact]
    public void Parse_Number_100CharactersAreTakenAnd101Refused()
    {
        Assert.Equal(100, JsonText.Parse(new string('1', 100)).ToString().Length);
        Assert.Equal("A number is longer than 100 characters (line 1, byte 2).", Assert.Throws<JsonException>(() => JsonText.Parse($"[{new string('1', 101)}]")).Message);
    }

    [Fact]
    public void Parse_ManyNames_FindsTheOneRepeated()
    {
        var names = string.Join(",", Enumerable.Range(0, 50_000).Select(static name => string.Create(CultureInfo.InvariantCulture, $"\"n\\u0061{name}\":0")));
        Walk(JsonText.Parse($"{{{names}}}").Element);
        Assert.Contains("\"na31415\"", Assert.Throws<JsonException>(() => JsonText.Parse($"{{{names},\"na31415\":1}}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_JsonTextMember_IsCheckedToo() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<JsonText>("{\"a\":1,\"a\":2}"));

    [Property(MaxTest = 1_000)]
    public bool Parse_DamagedText_IsRefusedOrSafeToWalk(int seed)
    {
        var random = new Random(seed);
        byte[] bytes =
        [
            .. """{"a":[1,-2.5e10,true,null,"x\ud83d\ude00\n"],"b":{"é":"\u00e9","a":{"a":0}},"c\u0063":"","d":[[[{}]]]}"""u8,
        ];
        ReadOnlySpan<byte> alphabet = "{}[]\":,\\ud8dc0019eE+-.abé\u0000 \n"u8;
        for (var edits = random.Next(4); edits >= 0; edits--)
        {
            var at = random.Next(bytes.Length);
            bytes = random.Next(3) switch
            {
                0 => [.. bytes[..at], .. bytes[(at + 1)..]],
                1 => [.. bytes[..at], alphabet[random.Next(alphabet.Length)], .. bytes[at..]],
                _ => [.. bytes[..at], alphabet[random.Next(alphabet.Length)], .. bytes[(at + 1)..]],
            };
        }

        var passes = TryParse(bytes, out var text);
        if (passes)
        {
            Walk(text!.Element);
        }

        return passes == IsSound(bytes);
    }

    private static bool TryParse(byte[] bytes, out JsonText? text)
    {
        try
        {
            text = StrictJson.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>The framework's own checks: a document without duplicates whose texts can all be read and hold no U+0000.</summary>
    private static bool IsSound(byte[] bytes)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes);
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return !Walk(document.RootElement).Contains('\0', StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static string Walk(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => string.Concat(element.EnumerateObject().Select(static member => member.Name + Walk(member.Value))),
        JsonValueKind.Array => string.Concat(element.EnumerateArray().Select(Walk)),
        JsonValueKind.String => element.GetString()!,
        _ => element.GetRawText(),
    };
}
