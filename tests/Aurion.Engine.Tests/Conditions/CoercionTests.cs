using Aurion.Engine.Conditions;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>What equals what, in both directions; and what never throws, whatever the payload.</summary>
public sealed class CoercionTests
{
    [Theory]
    [InlineData("1", "\"1\"", true)]
    [InlineData("1", "\"1.0\"", true)]
    [InlineData("\"1\"", "\"1.0\"", false)] // text and text: numeric equality is not transitive
    [InlineData("1", "\" 1\"", false)]
    [InlineData("1", "\"01\"", false)]
    [InlineData("1", "\"+1\"", false)]
    [InlineData("1000", "\"1e3\"", true)]
    [InlineData("1", "\"one\"", false)]
    [InlineData("1", "true", false)]
    [InlineData("0", "false", false)]
    [InlineData("0", "-0.0", true)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("0.1", "0.10000000000000000000000000000000000000001", false)]
    [InlineData("1e400", "10e399", true)]
    [InlineData("1e-400", "0", false)]
    [InlineData("1e999999999999999999", "\"10e999999999999999998\"", true)]
    [InlineData("123456789012345678901234567890123456789012345678901", "123456789012345678901234567890123456789012345678902", false)]
    [InlineData("true", "\"true\"", true)]
    [InlineData("true", "\"True\"", false)]
    [InlineData("false", "\"no\"", false)]
    [InlineData("\"TRUE\"", "\"true\"", true)]
    [InlineData("\"2026-11-24T10:00:00Z\"", "\"2026-11-24T11:00:00+01:00\"", true)]
    [InlineData("\"2026-11-24T10:00:00.000Z\"", "\"2026-11-24T10:00Z\"", true)]
    [InlineData("\"2026-11-24T11:00:00\"", "\"2026-11-24T10:00:00Z\"", true)] // no offset: the rule's zone, Berlin here
    [InlineData("\"2026-11-24\"", "\"2026-11-24T00:00:00+01:00\"", false)] // a date alone is text to `equals`
    [InlineData("\"2026-11-24 10:00:00Z\"", "\"2026-11-24T10:00:00Z\"", false)] // ISO 8601 has a T
    [InlineData("\"ﬀ\"", "\"ff\"", false)] // NFC, not NFKC
    [InlineData("\"ß\"", "\"ss\"", false)]
    [InlineData("\"ſ\"", "\"s\"", false)]
    [InlineData("\"Ω\"", "\"Ω\"", true)] // the Ohm sign is Omega in NFC
    public void Equals_TwoScalars_InBothDirections(string left, string right, bool same)
    {
        Assert.Equal(same ? Truth.True : Truth.False, Judge.One("equals", left, $"{{\"f\":{right}}}", "Europe/Berlin"));
        Assert.Equal(same ? Truth.True : Truth.False, Judge.One("equals", right, $"{{\"f\":{left}}}", "Europe/Berlin"));
    }

    [Theory]
    [InlineData("{\"f\":\"a\\u0000b\"}")]
    [InlineData("{\"f\":\"\\ud800\"}")]
    [InlineData("{\"f\":[\"\\udc00\\ud800\",1e999999,1e-999999999999999999999]}")]
    [InlineData("{\"f\":{\"\\ud800\":1,\"a\":\"\\udfff\"},\"previous\":{\"f\":{\"a\":\"\\udfff\",\"b\":2}}}")]
    [InlineData("{\"f\":1,\"f\":2,\"previous\":{\"f\":\"\\udfff\"}}")]
    [InlineData("{\"f\":\"0001-01-01T00:00:00+14:00\",\"previous\":{\"f\":\"9999-12-31T23:59:59.9999999-14:00\"}}")]
    [InlineData("{\"f\":\"0001-01-01\",\"previous\":{\"f\":\"9999-12-31\"}}")]
    [InlineData("{\"f\":[\"9999-12-31T23:59:59\",\"0001-01-01T00:00:00\",\"9999-12-31\"]}")]
    [InlineData("[1,2]")]
    [InlineData("\"f\"")]
    public void Evaluate_HostilePayloadThatNobodyChecked_NeverThrows(string payload)
    {
        using var document = System.Text.Json.JsonDocument.Parse(payload);
        var fields = new UncheckedFields(document.RootElement);
        foreach (var comparison in ConditionOperators.Names)
        {
            foreach (var value in new[]
            {
                null, "null", "\"\"", "1", "1e400", "\"a\"", "[\"a\",\"\\ufffd\"]", "\"PT1H\"", "\"P36500D\"", "[\"0001-01-01\",\"9999-12-31\"]",
                "\"9999-12-31T23:59:59.9999999-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31\"", "\"0001-01-01\"", "\"mon\"", "{}", "[1,[2]]",
            })
            {
                foreach (var zone in new[] { "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC" })
                {
                    var now = value is "\"9999-12-31\"" ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue;
                    var compiled = Judge.Compile(Judge.Condition(comparison, value));
                    var truth = compiled.Evaluate(new ConditionContext(fields, now, TimeZoneInfo.FindSystemTimeZoneById(zone)));
                    Assert.True(compiled.Faults.IsEmpty || truth is Truth.Unknown);
                }
            }
        }
    }

    [Fact]
    public void Evaluate_HugePayload_IsJudgedOrUnknown()
    {
        var text = new string('a', 2_000_000);
        Assert.Equal(Truth.True, Judge.One("contains", "\"aaab\"", $"{{\"f\":\"{text}b\"}}"));
        Assert.Equal(Truth.True, Judge.One("starts_with", "\"aaa\"", $"{{\"f\":\"{text}\"}}"));
        Assert.Equal(Truth.False, Judge.One("equals", "1", $"{{\"f\":\"{new string('1', 2_000_000)}\"}}"));

        Assert.Equal(Truth.True, Judge.One("matches_regex", "\"b$\"", $"{{\"f\":\"{text[..65_535]}b\"}}"));
        Assert.Equal(Truth.Unknown, Judge.One("matches_regex", "\"a\"", $"{{\"f\":\"{text[..65_537]}\"}}"));
        Assert.Equal(Truth.Unknown, Judge.One("not_matches_regex", "\"a\"", $"{{\"f\":\"{text[..65_537]}\"}}"));
        Assert.Equal(Truth.True, Judge.One("matches_regex", "\"^b$\"", $"{{\"f\":[\"{text[..65_537]}\",\"b\"]}}"));
    }

    [Fact]
    public void FindError_TextTooLongForTheRegex_NamesFieldAndPlace()
    {
        var compiled = Judge.Compile("""[{"field":"g","operator":"is_empty"},{"any":[{"field":"f","operator":"matches_regex","value":"a"}]}]""");
        var error = compiled.FindError(Judge.Context($"{{\"f\":\"{new string('a', 70_000)}\"}}"));

        Assert.Equal("conditions[1].any[0]", error?.Path.ToString());
        Assert.Contains("longer than 65536 characters", error?.Message, StringComparison.Ordinal);
        Assert.Null(compiled.FindError(Judge.Context("""{"f":"a"}""")));
    }

    [Theory]
    [InlineData("\uFFFE", Truth.False)]
    [InlineData("e\u0301\uFFFE", Truth.False)]
    [InlineData("\uFFFF e\u0301", Truth.True)]
    public void Evaluate_TextWithNonCharacters_DoesNotThrow(string text, Truth expected) =>
        Assert.Equal(expected, Judge.One("contains", "\"\u00E9\"", $"{{\"f\":\"{text}\"}}")); // U+FFFE keeps a text out of NFC
}
